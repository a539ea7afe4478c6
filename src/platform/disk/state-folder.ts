import { isAbsolute, join } from "node:path";

/** Where mskctl keeps what outlives a call: `$XDG_STATE_HOME/mskctl`; `~/.local/state` for a base that is unset or relative (XDG Base Directory). */
export function stateFolder(environment: Readonly<Record<string, string | undefined>>, home: string): string {
  const base = environment["XDG_STATE_HOME"] ?? "";
  return join(isAbsolute(base) ? base : join(home, ".local", "state"), "mskctl");
}
