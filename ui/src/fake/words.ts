/** Texts of made-up conversations: everyday ones, and ones that try to misbehave. */
export const USER: readonly string[] = [
  "Can you check why the nightly report ran twice last Thursday? The second mail went out at **02:14**, ten minutes after the first.",
  "ما هي حالة المزامنة بين الجهازين؟ أريد أن أعرف آخر وقت تم فيه تحديث التقرير.",
  "Summarise what changed in the relay format since version 1, as a short list. 🙏",
  "Please rename `frontier_min` everywhere. Then run the tests.",
];

export const ASSISTANT: readonly string[] = [
  `The report ran twice because **two devices held the lease at different epochs**:

1. The cabin machine lost power with run \`nightly-2026-11-19\` still pending.
2. Its lease ran out ten minutes later, and the MacBook took over at epoch 38.
3. The first run had already sent its mail, but had not recorded that yet.

| device | epoch | mail sent |
| --- | ---: | --- |
| Cabin mini PC | 37 | 02:04 |
| MacBook | 38 | 02:14 |

> A fence check right before the mail is sent would have stopped the second one.

The check belongs here:

\`\`\`rust
match sync.fence_check(&agent, &run, epoch)? {
    Decision::Proceed => mailer.send(&report)?,
    Decision::AlreadyCommitted => log::info!("already sent"),
    refused => return Err(refused.into()),
}
\`\`\`

More on fencing tokens in [this article](https://example.com/articles/fencing-tokens?from=baton).`,
  "تمت المزامنة قبل دقيقتين. كلا الجهازين لديهما نفس الحالة، وقيمة `state_hash` متطابقة.",
  `Since version 1:

- segments are **compressed** and carry a checksum
- a tip names everything its device has durably folded
- *small* segments of one device are merged ~~by anybody~~ by that device only
  - a reader never writes
  - an absent file never means "deleted"

---

Nothing else changed. ✅`,
  "Renamed in 14 files; all 48 tests pass.",
];

export const HOSTILE = `<img src=x onerror="alert(1)"> and <script>alert("hello")</script>

[a harmless link](javascript:alert(1)) · [your bank](https://bank.example.evil.test/login) · ![pixel](https://tracker.test/p.png)`;

export const LONG_RESULT = Array.from(
  { length: 260 },
  (_, line) =>
    `${String(line + 1).padStart(4, "0")}  INFO relay::pump  segment=${7_000 + line} bytes=${4_096 + line * 13} verified=true`,
).join("\n");

export const TITLES: readonly string[] = [
  "Why did the nightly report run twice?",
  "Plan the move to the new relay format",
  "حالة المزامنة بين الجهازين",
  "Draft: notes for the release",
  "Inbox triage, week 47",
  "Rename frontier_min everywhere and run the tests again, then look at what the benchmarks say about it",
  "Review of the checkpoint code",
  "Recipes for Sunday 🍲",
  "",
];
