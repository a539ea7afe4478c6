import { isIP } from "node:net";
import type { Admin, API, BaseOptions } from "@platformatic/kafka";
import { isError, MskctlError } from "../../core/errors.ts";
import type { Clock } from "../../core/time.ts";
import { checkedLink } from "./checked-link.ts";
import type { KafkaConnection } from "./connection.ts";
import { explainKafka, type KafkaCall, type KafkaVerdict } from "./kafka-errors.ts";
import { isTlsAlert, withCauses } from "./kafka-failure.ts";
import type { KafkaLibrary } from "./library.ts";

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

interface TopicLayout {
  readonly topic: string;
  /** Newer requests name a topic by this UUID. */
  readonly topicId: string;
  /** By partition, in order. */
  readonly leaders: ReadonlyMap<number, BrokerAddress>;
}

/** Connections to one cluster, one a broker. Requests on a connection are answered in their order. */
export interface ClusterClient {
  readonly kafka: KafkaLibrary;
  readonly admin: Admin;
  /** Repeats `attempt` while it may help, for as long as patience lasts. Throws MskctlError. */
  persevere<Answer>(call: Omit<KafkaCall, "bootstrapServers">, attempt: () => Promise<Answer>): Promise<Answer>;
  /** From what is known; asked anew after a failure, and for a partition that is not known. Throws `not-found` without it. */
  layout(topic: string, partitions?: Iterable<number>): Promise<TopicLayout>;
  /** One request, by the newest version that both sides know. */
  request<Answer>(api: string, to: BrokerAddress | "any", args: (version: number) => readonly unknown[]): Promise<Answer>;
  close(): Promise<void>;
}

export interface ClientSettings {
  readonly connection: KafkaConnection;
  readonly clock: Clock;
  /** How long a call is repeated whose failure may pass. */
  readonly patienceMs: number;
}

const firstPauseMs = 50;
const longestPauseMs = 1_000;

export function clusterClient(kafka: KafkaLibrary, { connection, clock, patienceMs }: ClientSettings): ClusterClient {
  const admin = new kafka.Admin(libraryOptions(connection));
  const { bootstrapServers } = connection;
  // With TLS 1.3 a broker judges the client's certificate when the connection stands; its alert does not get to the
  // requests that wait, which only hear that the connection was closed.
  let alert: Error | undefined;
  admin.connections.on("connecting", ({ connection: link }) =>
    link.on("error", (error) => {
      if (isTlsAlert(error)) alert = error;
    }),
  );

  async function persevere<Answer>(call: Omit<KafkaCall, "bootstrapServers">, attempt: () => Promise<Answer>): Promise<Answer> {
    const untilMs = clock.now() + patienceMs;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        return await attempt();
      } catch (thrown) {
        const verdict = verdictOf(alert ?? thrown, { ...call, bootstrapServers });
        if (!verdict.repeat || clock.now() + pauseMs > untilMs) throw verdict.error;
        admin.clearMetadata();
        await clock.sleep(pauseMs);
      }
    }
  }

  async function layout(topic: string, partitions: Iterable<number> = []): Promise<TopicLayout> {
    const wanted = [...partitions];
    const missingIn = ({ leaders }: TopicLayout) => wanted.find((partition) => !leaders.has(partition));
    const known = await knownLayout(topic);
    if (missingIn(known) === undefined) return known;
    // A topic can get more partitions.
    admin.clearMetadata();
    const renewed = await knownLayout(topic);
    const missing = missingIn(renewed);
    if (missing === undefined) return renewed;
    throw new MskctlError("not-found", `topic ${topic} has no partition ${missing}: it has ${renewed.leaders.size}, from 0 on`);
  }

  async function knownLayout(topic: string): Promise<TopicLayout> {
    const { brokers, topics } = await admin.metadata({ topics: [topic] });
    const found = topics.get(topic);
    // The library keeps Kafka's own topics out of what it knows.
    if (found === undefined) throw new kafka.UserError(`Unknown topic ${topic}.`);
    const leaders = new Map<number, BrokerAddress>();
    for (const [partition, { leader }] of found.partitions.entries()) {
      const broker = brokers.get(leader);
      if (broker === undefined) throw new kafka.ProtocolError("LEADER_NOT_AVAILABLE");
      leaders.set(partition, broker);
    }
    return { topic, topicId: found.id, leaders };
  }

  async function request<Answer>(name: string, to: BrokerAddress | "any", args: (version: number) => readonly unknown[]): Promise<Answer> {
    const [link, api] = await Promise.all([
      to === "any"
        ? promised<import("@platformatic/kafka").Connection>((done) => admin[kafka.kGetBootstrapConnection](done))
        : admin.connections.get(to),
      promised<API<unknown[], Answer>>((done) => admin[kafka.kGetApi](name, done)),
    ]);
    return api.async(name === "Fetch" ? checkedLink(kafka, link) : link, ...args(api.version));
  }

  return { kafka, admin, persevere, layout, request, close: () => admin.close() };
}

/** What `thrown` means; throws it again when it is a bug. */
export function verdictOf(thrown: unknown, call: KafkaCall): KafkaVerdict {
  // Ours is what a token could not be had for, inside the library's error.
  for (const error of withCauses(thrown))
    if (error instanceof MskctlError) return { error, repeat: isError(error, "unavailable", "throttled"), protocolName: undefined };
  const verdict = explainKafka(thrown, call);
  if (verdict === undefined) throw thrown;
  return verdict;
}

/** The library as it is set up here: it repeats nothing by itself, since it does not tell what it repeats from what it lost. */
export function libraryOptions({ bootstrapServers, clientId, tls, sasl }: KafkaConnection): BaseOptions {
  return {
    clientId,
    bootstrapBrokers: [...bootstrapServers],
    retries: 0,
    connectTimeout: 10_000,
    requestTimeout: 40_000,
    metadataMaxAge: 60_000,
    // Some clusters stand behind one address, told apart by the name that is asked for; an IP address is no such name.
    ...(tls === undefined ? {} : { tls, tlsServerName: !bootstrapServers.some((server) => isIP(server.replace(/:\d+$/, ""))) }),
    ...(sasl === undefined ? {} : { sasl: librarySasl(sasl) }),
  };
}

function librarySasl(sasl: NonNullable<KafkaConnection["sasl"]>): NonNullable<BaseOptions["sasl"]> {
  if (sasl.mechanism !== "OAUTHBEARER") return sasl;
  const { mechanism, token, extensions } = sasl;
  return {
    mechanism,
    token,
    ...(extensions === undefined ? {} : { oauthBearerExtensions: { ...extensions } }),
    // A broker says no to a token by words, not by an error (RFC 7628, section 3.2.2).
    authBytesValidator: (words, done) =>
      words.length === 0 ? done(null, words) : done(new Error(`the token is not accepted: ${words.toString("utf8")}`)),
  };
}

function promised<Value>(call: (done: (error: Error | null, value?: Value) => void) => void): Promise<Value> {
  return new Promise((resolve, reject) => call((error, value) => (error ? reject(error) : resolve(value as Value))));
}
