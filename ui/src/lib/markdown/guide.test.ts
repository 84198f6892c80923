import { expect, test } from "vitest";
import readme from "../../../../README.md?raw";
import { withoutFiles } from "./guide";
import { markdownTokens } from "./tokens";

test("pictures are left out, links to files become words, and addresses stay", () => {
  const page =
    "One\ntwo.\n\n![A picture](docs/a.webp)\n\nMore in [B](b.md#c), [D](#d) and [E](https://e.example).";
  expect(withoutFiles(page)).toBe("One\ntwo.\n\nMore in B, D and [E](https://e.example).");
});

test("the page that the app shows has no picture and no link that leads nowhere left", () => {
  const kinds = JSON.stringify(markdownTokens(withoutFiles(readme), { wrapped: true }));
  expect(kinds).toContain('"type":"heading"');
  expect(kinds).not.toMatch(/"type":"(image|br)"/);
  expect(kinds).not.toMatch(/"href":"(?!https?:|mailto:)/);
});
