import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
export const brokerFolder = join(root, "test/kafka/broker");

/** Kafka 4 brokers run on it and newer ones (Apache Kafka, compatibility). */
const oldestJava = 17;

/** A class path of Apache Kafka, fetched from Maven Central on first use. Throws with what is missing and how to get it. */
export function brokerClassPath(): string {
  requireJava();
  const pom = join(brokerFolder, "pom.xml");
  const version = createHash("sha256").update(readFileSync(pom)).digest("hex").slice(0, 12);
  const jars = join(root, "node_modules/.cache/mskctl-kafka", version);
  if (!existsSync(jars)) fetchJars(pom, jars);
  return join(jars, "*");
}

function requireJava(): void {
  const { stderr = "", status } = spawnSync("java", ["-version"], { encoding: "utf8" });
  const major = Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  if (status === 0 && major >= oldestJava) return;
  const what = status === 0 ? `\`java\` is version ${major}` : "there is no `java` on this machine";
  throw new Error(`${what}: a Kafka broker needs Java ${oldestJava} or newer. On Debian: apt-get install openjdk-17-jre-headless`);
}

function fetchJars(pom: string, jars: string): void {
  if (spawnSync("mvn", ["-v"]).status !== 0)
    throw new Error("there is no `mvn` on this machine to fetch Apache Kafka with. On Debian: apt-get install maven");
  const part = `${jars}.${process.pid}`;
  mkdirSync(part, { recursive: true });
  const { status, stdout, stderr } = spawnSync(
    "mvn",
    ["-q", "-B", "-f", pom, "dependency:copy-dependencies", `-DoutputDirectory=${part}`],
    {
      encoding: "utf8",
    },
  );
  if (status !== 0) throw new Error(`Maven could not fetch Apache Kafka (is Maven Central reachable?):\n${stdout}${stderr}`);
  // Another process may have been quicker; one folder is as good as the other.
  if (existsSync(jars)) rmSync(part, { recursive: true });
  else renameSync(part, jars);
}
