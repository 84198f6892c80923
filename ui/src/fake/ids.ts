/** The devices of the recorded scenes. */
export const STUDIO = "device-5c2f6f0e-2b1d-4a54-9a39-6b1f0a7d1c11";
export const LAPTOP = "device-a91b7c44-77f0-4c1e-8f0b-3d5e2c9a0b22";
export const CABIN = "device-0e7d9a3b-1c58-4f6e-b2aa-94d1f7c6e533";
export const PHONEBOX = "device-f3c8d2e1-9b47-4d0a-a6c5-58e0b1a2d944";

export const NAMES: Record<string, string> = {
  [STUDIO]: "Studio desktop",
  [LAPTOP]: "MacBook",
  [CABIN]: "Cabin mini PC",
  [PHONEBOX]: "Old ThinkPad",
};
