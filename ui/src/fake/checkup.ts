import type { CheckupView } from "../lib/contract";
import examinedJson from "./recorded/examine.json";
import repairedJson from "./recorded/repair.json";

const examined = examinedJson as Record<keyof typeof examinedJson, CheckupView>;
const repaired = repairedJson as CheckupView;

/** Something is wrong until it was repaired; then what is left is for a person to do. */
export class FakeDoctor {
  #repaired = false;
  #ailing: boolean;

  constructor(ailing: boolean) {
    this.#ailing = ailing;
  }

  examine(): CheckupView {
    if (!this.#ailing) return examined.healthy;
    return this.#repaired ? examined.repaired : examined.ailing;
  }

  repair(): CheckupView {
    this.#repaired = true;
    return this.#ailing ? repaired : examined.healthy;
  }
}
