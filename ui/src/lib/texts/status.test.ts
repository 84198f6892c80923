import { expect, test } from "vitest";
import failures from "../../../../src-tauri/sync-loop/src/failure.rs?raw";
import { errors, statusKinds } from "./status";

/** What the tray, the notifications and the command line call a failure. */
function elsewhere(kind: string): string | undefined {
  return failures.match(new RegExp(`ErrorKind::${kind} => "(.*)"`))?.[1];
}

test("the page calls what is wrong with the folder what the tray and the command line call it", () => {
  const unavailable = elsewhere("FolderUnavailable");
  expect(unavailable).toBeDefined();
  expect([statusKinds.folder_unavailable, errors.folder_unavailable]).toEqual([unavailable, unavailable]);
  expect(errors.folder_not_writable).toBe(elsewhere("FolderNotWritable"));
});
