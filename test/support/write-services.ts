import { MskctlError } from "../../src/core/errors.ts";
import type { MappingDocument } from "../../src/core/mapping/model.ts";
import { nodeBytes } from "../../src/platform/bytes/node-bytes.ts";
import { readDocuments, writeDocuments } from "../../src/platform/documents/documents.ts";
import { readPatternDocuments } from "../../src/platform/documents/pattern-documents.ts";
import type { Services } from "../../src/shell/services.ts";
import { fakeClock } from "./fakes/clock.ts";
import { fakeMappingStore } from "./fakes/mapping-store.ts";
import { fakeMetrics } from "./fakes/metrics.ts";
import { failingPort, fakeAccount, fakeClusters, fakeFunctions, fakeTags } from "./fakes/surroundings.ts";
import { shopClusterArn } from "./mappings.ts";

interface FakeFiles {
  /** Texts that verbs read, by name; `-` is standard input. */
  readonly texts: Map<string, string>;
  /** What verbs have saved, by path. */
  readonly states: Map<string, { readonly kind: string; readonly state: unknown }>;
}

/** An account for the verbs that write: functions orders, payments and audit, the cluster shop with their topics. */
export function writeServices(mappings: readonly MappingDocument[] = []) {
  const clock = fakeClock();
  const store = fakeMappingStore(mappings);
  const metrics = fakeMetrics();
  const files: FakeFiles = { texts: new Map(), states: new Map() };
  const shop = {
    arn: shopClusterArn,
    name: "shop",
    type: "PROVISIONED",
    state: "ACTIVE",
    kafkaVersion: "4.1.0",
    brokers: 3,
    authentication: ["iam"],
    document: {},
  };
  const services: Services = {
    mappings: store,
    functions: fakeFunctions({ orders: {}, payments: {}, audit: {} }),
    clusters: fakeClusters(new Map([[shopClusterArn, { facts: shop, topics: { orders: 6, payments: 12, audit: 1 } }]])),
    metrics,
    catalogue: failingPort(new Error("this test lists no metrics")),
    log: failingPort(new Error("this test has no logs")),
    destinations: failingPort(new Error("this test has no destinations")),
    callCount: () => 0,
    tags: fakeTags(),
    account: fakeAccount(),
    clock,
    documents: { read: async (text, name) => readDocuments(text, name), write: async (values, format) => writeDocuments(values, format) },
    files: fakeFiles(files),
    broker: () => Promise.reject(new Error("this test has no brokers")),
    prices: { reader: failingPort(new Error("this test has no price list")), cache: undefined },
    redrive: failingPort(new Error("this test redrives nothing")),
    handover: failingPort(new Error("this test hands nothing over")),
    tuneRuns: () => Promise.reject(new Error("this test applies nothing")),
    ...lintServices(files),
  };
  return { services, clock, mappings: store, metrics, files };
}

/** Patterns and samples are read from the fake files, samples as lines; there are no schemas. */
function lintServices({ texts }: FakeFiles): Pick<Services, "patterns" | "samples" | "schemas" | "bytes"> {
  const none = () => Promise.reject(new Error("this test has no schemas"));
  return {
    patterns: {
      files: {
        async *find(name) {
          const text = texts.get(name);
          if (text === undefined) throw new MskctlError("usage", `cannot read ${name}: no such file or folder`);
          yield { name, named: true, kind: "text", read: async () => ({ text, byteOrderMark: false }) };
        },
      },
      documents: { read: readPatternDocuments },
    },
    samples: {
      async *read(source) {
        yield { kind: "lines", source, firstLine: 1, bytes: new TextEncoder().encode(texts.get(source) ?? "") };
      },
    },
    schemas: { decoder: none, settings: none },
    bytes: nodeBytes,
  };
}

function fakeFiles({ texts, states }: FakeFiles): Services["files"] {
  return {
    async readText(name) {
      const text = texts.get(name);
      if (text === undefined) throw new MskctlError("usage", `cannot read ${name}: no such file or folder`);
      return text;
    },
    exists: async (path) => texts.has(path) || states.has(path) || path === "." || path === "/state/offsets",
    writeText: async (path, text) => void texts.set(path, text),
    async writeState(path, kind, state) {
      states.set(path, { kind, state: JSON.parse(JSON.stringify(state)) as unknown });
    },
    async readState(path, kind) {
      const saved = states.get(path);
      if (saved?.kind !== kind) throw new MskctlError("storage", `${path} is no ${kind} file of mskctl`);
      return saved.state;
    },
    stateFolder: async (name) => `/state/${name}`,
  };
}
