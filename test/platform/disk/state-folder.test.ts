import { expect, it } from "vitest";
import { stateFolder } from "../../../src/platform/disk/state-folder.ts";

it.each([
  [{}, "/home/kim/.local/state/mskctl"],
  [{ XDG_STATE_HOME: "" }, "/home/kim/.local/state/mskctl"],
  [{ XDG_STATE_HOME: "relative" }, "/home/kim/.local/state/mskctl"],
  [{ XDG_STATE_HOME: "/var/state" }, "/var/state/mskctl"],
])("with %j is %s", (environment, folder) => expect(stateFolder(environment, "/home/kim")).toBe(folder));
