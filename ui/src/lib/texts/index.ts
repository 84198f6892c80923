import * as activity from "./activity";
import * as checkup from "./checkup";
import * as common from "./common";
import * as conversations from "./conversations";
import * as devices from "./devices";
import * as firstStart from "./first-start";
import * as leaseDialogs from "./lease-dialogs";
import * as leases from "./leases";
import * as records from "./records";
import * as settings from "./settings";
import * as shell from "./shell";
import * as status from "./status";

/** Every English text of the page: what the files beside this one export, under one name. */
export const texts = {
  ...activity,
  ...checkup,
  ...common,
  ...conversations,
  ...devices,
  ...firstStart,
  ...leaseDialogs,
  ...leases,
  ...records,
  ...settings,
  ...shell,
  ...status,
};
