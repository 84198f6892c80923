import { expect, test } from "vitest";
import { asIpcError } from "./ipc-error";

test("an error of the backend is passed on as it is", () => {
  const error = { code: "paused", message: "Syncing is paused.", hint: "Resume it." };
  expect(asIpcError(error)).toEqual(error);
});

test.each([[new Error("boom")], ["boom"], [{ code: "not a code", message: "boom" }]])(
  "anything else that is thrown becomes an internal error",
  (thrown) => {
    expect(asIpcError(thrown).code).toBe("internal");
  },
);
