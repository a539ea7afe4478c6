import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Admin } from "@platformatic/kafka";
import { brokerClassPath, brokerFolder } from "./kafka/broker-jars.ts";
import type { TestCertificates } from "./kafka/certificates.ts";
import { freePorts } from "./kafka/free-ports.ts";
import { type JavaProcess, startJava } from "./kafka/java-process.ts";
import { protocolOf, scramUsers, secureListeners, secureProperties } from "./kafka/secure-listeners.ts";

/** A real Apache Kafka broker of one's own: one node, plaintext, on loopback, gone when this process is. */
export interface TestBroker {
  /** `host:port`, without TLS and without signing in. */
  readonly bootstrap: string;
  /** Of all listeners, by their names: `PLAINTEXT`, and with certificates `TLS`, `MTLS`, `PLAIN`, `SCRAM`, `OAUTH`. */
  readonly addresses: ReadonlyMap<string, string>;
  /** As a crash would: nothing is said to clients, nothing is flushed. */
  kill(): Promise<void>;
  /** On the same ports, with what is on disk; resolves when it answers. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Certificates switch on the listeners with TLS, on ports of their own. */
export interface BrokerOptions {
  readonly certificates?: TestCertificates;
}

/** Throws with what is missing: Java, Maven, or why the broker does not start. */
export async function startBroker({ certificates }: BrokerOptions = {}): Promise<TestBroker> {
  const classPath = brokerClassPath();
  const folder = await mkdtemp(join(tmpdir(), "mskctl-kafka-"));
  const names = ["PLAINTEXT", "CONTROLLER", ...(certificates === undefined ? [] : secureListeners)];
  const ports = await freePorts(names.length);
  const addresses = new Map(names.map((name, index) => [name, `127.0.0.1:${ports[index]}`]));
  const bootstrap = addresses.get("PLAINTEXT") ?? "";
  const settings = join(folder, "server.properties");
  await writeFile(settings, `${serverProperties(folder, addresses)}${certificates === undefined ? "" : secureProperties(certificates)}`);
  const java = ["-Xmx512m", "-XX:TieredStopAtLevel=1", `-Dlog4j2.configurationFile=${join(brokerFolder, "log4j2.yaml")}`, "-cp", classPath];
  // Never with a hyphen in front, which the tool takes for an option.
  const clusterId = `m${randomBytes(16).toString("base64url").slice(1)}`;
  const format = ["format", "--standalone", "-t", clusterId, "-c", settings];
  await promisify(execFile)("java", [...java, "kafka.tools.StorageTool", ...format, ...(certificates === undefined ? [] : scramUsers)]);
  let broker: JavaProcess | undefined;
  const kill = async () => {
    await broker?.kill();
    broker = undefined;
  };
  const start = async () => {
    broker = await startJava([...java, "kafka.Kafka", settings], folder);
    await untilItAnswers(bootstrap, broker);
  };
  const stop = async () => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { bootstrap, addresses, kill, start, stop };
}

const longestStartMs = 60_000;
const pauseMs = 100;

async function untilItAnswers(bootstrap: string, broker: JavaProcess): Promise<void> {
  const untilMs = Date.now() + longestStartMs;
  for (;;) {
    const admin = new Admin({ clientId: "test-broker", bootstrapBrokers: [bootstrap], retries: 0 });
    try {
      await admin.listTopics();
      return;
    } catch (error) {
      if (!broker.isRunning() || Date.now() > untilMs) {
        await broker.kill();
        throw new Error(`the Kafka broker does not start:\n${broker.output()}`, { cause: error });
      }
    } finally {
      await admin.close();
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function serverProperties(folder: string, addresses: ReadonlyMap<string, string>): string {
  const protocols = secureListeners.map((name) => `${name}:${protocolOf(name)}`);
  return `process.roles=broker,controller
node.id=1
listeners=${[...addresses].map(([name, address]) => `${name}://${address}`).join(",")}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,${protocols.join(",")}
controller.listener.names=CONTROLLER
controller.quorum.bootstrap.servers=${addresses.get("CONTROLLER")}
log.dirs=${join(folder, "data")}
auto.create.topics.enable=false
# One node keeps what several share elsewhere.
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
# Tests wait for nobody.
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
log.cleaner.backoff.ms=100
log.initial.task.delay.ms=100
log.retention.check.interval.ms=200
`;
}
