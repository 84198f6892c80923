import { expect, test } from "vitest";
import { News } from "./news";

test("news that comes during a reading is read once more, together", async () => {
  const readings: (() => void)[] = [];
  const news = new News(() => new Promise((done) => readings.push(done)));
  const caughtUp = news.came();
  void news.came();
  void news.came();
  expect(readings).toHaveLength(1);
  readings[0]?.();
  await Promise.resolve();
  await Promise.resolve();
  expect(readings).toHaveLength(2);
  readings[1]?.();
  await caughtUp;
  expect(readings).toHaveLength(2);
  void news.came();
  expect(readings).toHaveLength(3);
});
