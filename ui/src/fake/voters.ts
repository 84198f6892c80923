import type { VotersView } from "../lib/contract";
import { NAMES, STUDIO } from "./ids";

/** This device runs agents, or not. */
export function asExecutor(given: VotersView, executor: boolean): VotersView {
  const others = given.members.filter((member) => !member.isSelf);
  if (!executor) return { ...given, members: others, standing: "viewer", waitingFor: [] };
  const self = { deviceId: STUDIO, name: NAMES[STUDIO] ?? "", isSelf: true };
  return { ...given, members: [self, ...others], standing: "voter" };
}

export function without(given: VotersView, deviceId: string): VotersView {
  const stays = (one: { deviceId: string }) => one.deviceId !== deviceId;
  return { ...given, members: given.members.filter(stays), waitingFor: given.waitingFor.filter(stays) };
}
