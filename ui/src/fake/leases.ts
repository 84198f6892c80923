import type { LeaseView } from "../lib/contract";
import { CABIN, NAMES, STUDIO } from "./ids";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export function leases(now: number): LeaseView[] {
  return [
    {
      agentId: "inbox-triage",
      holder: STUDIO,
      holderName: NAMES[STUDIO] ?? "",
      isOurs: true,
      epoch: 214,
      expiresAtMs: now + 4 * MINUTE + 12_000,
      pendingRuns: [],
    },
    {
      agentId: "nightly-report",
      holder: CABIN,
      holderName: NAMES[CABIN] ?? "",
      isOurs: false,
      epoch: 38,
      expiresAtMs: now - 3 * DAY,
      pendingRuns: [
        { runId: "run-2026-11-19-nightly", epoch: 38, sinceMs: now - 3 * DAY, deviceName: "Cabin mini PC" },
        {
          runId: "run-2026-11-19-mail",
          epoch: 38,
          sinceMs: now - 3 * DAY + MINUTE,
          deviceName: "Cabin mini PC",
        },
      ],
    },
    {
      agentId: "code-review",
      holder: null,
      holderName: "",
      isOurs: false,
      epoch: 1_027,
      expiresAtMs: null,
      pendingRuns: [],
    },
  ];
}
