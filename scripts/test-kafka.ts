/**
 * `npm run test:kafka [-- VITEST-ARGUMENT…]`: tests on a real Kafka broker, one from Maven Central or the one that
 * `MSKCTL_TEST_BOOTSTRAP=host:port` names.
 */
import { spawn, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brokerClassPath } from "../test/support/kafka/broker-jars.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const ownBroker = "test/kafka/own-broker";
const bootstrap = process.env["MSKCTL_TEST_BOOTSTRAP"];

const leftOut: string[] = [];
if (bootstrap) {
  console.log(`On the broker at ${bootstrap}. Left out, since they end their broker or need listeners of their own:`);
  for (const name of readdirSync(`${root}${ownBroker}`)) if (name.endsWith(".test.ts")) console.log(`  ${ownBroker}/${name}`);
  leftOut.push("--exclude", `${ownBroker}/**`);
} else {
  try {
    brokerClassPath();
    if (spawnSync("openssl", ["version"]).status !== 0)
      throw new Error("there is no `openssl` on this machine to make certificates with. On Debian: apt-get install openssl");
  } catch (error) {
    console.error(`The tests on a real broker cannot run: ${(error as Error).message}`);
    console.error("Or name a broker of yours: MSKCTL_TEST_BOOTSTRAP=host:port npm run test:kafka");
    process.exit(1);
  }
}
const args = ["run", "--config", "vitest.kafka.config.ts", ...leftOut, ...process.argv.slice(2)];
const tests = spawn("vitest", args, { cwd: root, stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => tests.kill(signal));
tests.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
