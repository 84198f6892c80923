import type { VoterView, VotersView } from "../lib/contract";
import { CABIN, LAPTOP, NAMES, STUDIO } from "./ids";
import { awaited } from "./leases";

const voter = (deviceId: string): VoterView => ({
  deviceId,
  name: NAMES[deviceId] ?? deviceId,
  isSelf: deviceId === STUDIO,
});

export function voters(): VotersView {
  return { number: 4, members: [STUDIO, LAPTOP, CABIN].map(voter), standing: "voter", waitingFor: [] };
}

/** This device asked to be one of them. */
export function joiningVoters(now: number): VotersView {
  return {
    number: 4,
    members: [LAPTOP, CABIN].map(voter),
    standing: "joining",
    waitingFor: [LAPTOP, CABIN].map((id) => awaited(id, now)),
  };
}

/** This device runs agents, or not. */
export function asExecutor(given: VotersView, executor: boolean): VotersView {
  const others = given.members.filter((member) => !member.isSelf);
  if (!executor) return { ...given, members: others, standing: "viewer", waitingFor: [] };
  return { ...given, members: [voter(STUDIO), ...others], standing: "voter" };
}

export function without(given: VotersView, deviceId: string): VotersView {
  const stays = (one: { deviceId: string }) => one.deviceId !== deviceId;
  return { ...given, members: given.members.filter(stays), waitingFor: given.waitingFor.filter(stays) };
}
