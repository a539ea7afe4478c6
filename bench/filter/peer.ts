import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { script, type Timing, timingOf } from "./timing.ts";

/** aws/event-ruler in a Java runner of ours (peer/EventRuler.java). */
export interface Peer {
  time(file: string, pattern: string): Timing;
}

const folder = join(tmpdir(), "mskctl-bench-filter", "event-ruler-2.1.0");
const [jars, classes] = [join(folder, "lib"), join(folder, "classes")];

/** The peer, built when it is not yet; or why there is none. Maven is asked only when `fetches`. */
export function eventRuler(fetches: boolean): Peer | { readonly missing: string } {
  for (const program of ["java", "javac"]) if (!runs(program, ["-version"])) return { missing: `no \`${program}\` on this machine` };
  if (!existsSync(jars)) {
    if (!fetches) return { missing: "event-ruler is not here yet; `npm run bench -- filter` fetches it" };
    if (!runs("mvn", ["-v"])) return { missing: "no `mvn` on this machine to fetch event-ruler with" };
    mkdirSync(folder, { recursive: true });
    const pom = script("peer/pom.xml");
    if (!runs("mvn", ["-q", "-B", "-f", pom, "dependency:copy-dependencies", `-DoutputDirectory=${jars}.part`]))
      return { missing: "Maven could not fetch event-ruler" };
    renameSync(`${jars}.part`, jars);
  }
  const libraries = readdirSync(jars).map((name) => join(jars, name));
  if (!runs("javac", ["-cp", libraries.join(":"), "-d", classes, script("peer/EventRuler.java")]))
    return { missing: "peer/EventRuler.java does not compile" };
  const classPath = [classes, ...libraries].join(":");
  return { time: (file, pattern) => timingOf("java", ["-cp", classPath, "EventRuler", "time", file, pattern]) };
}

function runs(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}
