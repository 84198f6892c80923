import type { DeviceView } from "./contract";

export interface Cell {
  /** How many ops of the column's device the row's device holds. */
  held: number;
  /** How many more of them are known to exist. */
  behind: number;
  /** The row's device wrote them itself. */
  own: boolean;
}

export interface Row {
  device: DeviceView;
  /** `null` while the device never said what it holds. */
  cells: Cell[] | null;
}

/** Sequence numbers count from 0, so the highest one held is one less than how many are held. */
function held(seq: number | null | undefined): number {
  return seq === null || seq === undefined ? 0 : seq + 1;
}

/** How many ops of a device exist, as far as anybody said. */
function known(device: DeviceView, all: DeviceView[]): number {
  const said = all.map((other) => held(other.acknowledged[device.id]));
  return Math.max(held(device.head), ...said);
}

export function frontierMatrix(devices: DeviceView[]): Row[] {
  return devices.map((device) => {
    if (Object.keys(device.acknowledged).length === 0 && device.head === null) return { device, cells: null };
    const cells = devices.map((of) => {
      const holds = held(device.acknowledged[of.id]);
      return { held: holds, behind: known(of, devices) - holds, own: of.id === device.id };
    });
    return { device, cells };
  });
}

/** How much of a bar is filled, of 100. What is missing, or there, is never too little to be seen. */
export function filled({ held: holds, behind }: Cell): number {
  if (holds === 0) return 0;
  if (behind === 0) return 100;
  return Math.min(92, Math.max(8, (100 * holds) / (holds + behind)));
}
