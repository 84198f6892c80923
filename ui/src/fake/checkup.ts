import type { CheckupView, DeviceFilesView, FindingView } from "../lib/contract";

const FILES: DeviceFilesView[] = [
  { directory: "d/4jhj4zolbzgwe63n", name: "Studio desktop", files: 23, bytes: 4_812_000 },
  { directory: "d/vnjkq6tmmxpx3lly", name: "MacBook", files: 31, bytes: 7_204_551 },
  { directory: "d/c5xq2o7ehm3wkzra", name: "Cabin mini PC", files: 112, bytes: 903_118 },
];

function finding(rest: Partial<FindingView> & Pick<FindingView, "code" | "severity" | "title">): FindingView {
  return { detail: "", advice: "", paths: [], morePaths: 0, repair: null, repaired: null, ...rest };
}

const SOUND = [
  finding({
    code: "nothing_awaited",
    severity: "ok",
    title: "Nothing is awaited",
    detail: "Every change and checkpoint that a device says it wrote can be read here.",
  }),
  finding({
    code: "propagation",
    severity: "ok",
    title: "How long the newest news took to get here",
    detail:
      "MacBook: 12 s from its writing, by their clock, to here, by this one's. It counts the time in which this device did not look, and the clocks' difference.",
  }),
  finding({
    code: "store_sound",
    severity: "ok",
    title: "This device's store is whole",
    detail:
      "Every page is whole, no chain has a break (93,001 changes in all), and the state computed anew is the one kept.",
  }),
];

const PROVEN = finding({
  code: "files_proven",
  severity: "ok",
  title: "Every file is whole",
  detail: "166 files of 3 devices were read to the last byte; each proves itself.",
});

const DAMAGED = finding({
  code: "damaged_own_files",
  severity: "warning",
  title: "2 damaged files of this device",
  detail:
    "The file is incomplete or damaged. Nothing is lost: this device's journal holds the content, but other devices cannot read it from here.",
  advice: "Repair: `baton doctor --repair`, or the button in the app.",
  paths: [
    "d/4jhj4zolbzgwe63n/0000000000-0000004095-q6tmmxpx3llyvnjk.seg",
    "d/4jhj4zolbzgwe63n/t000000000412-mxpx3llyvnjkq6tm.tip",
  ],
  repair:
    "Takes 2 damaged files of this device out of the relay folder and writes the content again from its journal.",
});

const SEARCH = finding({
  code: "search_damaged",
  severity: "warning",
  title: "The search index is damaged",
  detail: "Searching may find too little. What was recorded is not affected.",
  advice: "Repair: `baton doctor --repair`, or the button in the app.",
  repair: "Makes the search index anew from the journal.",
});

const OTHERS = [
  finding({
    code: "too_many_files",
    severity: "warning",
    title: "Cabin mini PC has 112 files",
    detail: "Cloud drives get slow with very many small files. Baton merges them by itself as far as it may.",
    advice: "Publish a checkpoint once every device has synced; retire devices that are gone.",
    paths: ["d/c5xq2o7ehm3wkzra"],
  }),
  finding({
    code: "conflicted_copies",
    severity: "note",
    title: "53 conflicted copies",
    detail: "A cloud drive made them: 53 as Dropbox names them. Nothing was overwritten.",
    advice: "Sync once on every device; then you may delete them.",
    paths: ["d/vnjkq6tmmxpx3lly/t000000000007-x3llyvnjkq6tmmxp (Ada's conflicted copy 2026-11-22).tip"],
    morePaths: 52,
  }),
];

export const HEALTHY: CheckupView = { findings: [PROVEN, ...SOUND], filesByDevice: FILES, healthy: true };

const AILING: CheckupView = {
  findings: [DAMAGED, SEARCH, ...OTHERS, ...SOUND],
  filesByDevice: FILES,
  healthy: false,
};

const REPAIRED: CheckupView = {
  findings: [
    ...OTHERS,
    {
      ...DAMAGED,
      severity: "ok",
      advice: "",
      repair: null,
      repaired:
        "Took 2 damaged files out of the relay folder and wrote the content again from this device's journal.",
    },
    {
      ...SEARCH,
      severity: "ok",
      advice: "",
      repair: null,
      repaired: "Made the search index anew from the journal.",
    },
    PROVEN,
    ...SOUND,
  ],
  filesByDevice: FILES,
  healthy: false,
};

/** Something is wrong until it was repaired; then what is left is for a person to do. */
export class FakeDoctor {
  #repaired = false;
  #ailing: boolean;

  constructor(ailing: boolean) {
    this.#ailing = ailing;
  }

  examine(): CheckupView {
    if (!this.#ailing) return HEALTHY;
    return this.#repaired ? { ...AILING, findings: [...OTHERS, PROVEN, ...SOUND] } : AILING;
  }

  repair(): CheckupView {
    this.#repaired = true;
    return this.#ailing ? REPAIRED : HEALTHY;
  }
}
