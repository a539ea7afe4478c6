import { MskctlError } from "../core/errors.ts";
import type { ArchiveWriter } from "../core/redrive/archive.ts";
import { placeFor } from "../core/redrive/gather-facts.ts";
import type { DocumentSource, RecordReader } from "../core/redrive/ports.ts";
import { sourceText } from "../core/redrive/source-name.ts";
import { drainId } from "./drain-claim.ts";
import { claimSource, type SourceClaim } from "./redrive-claim.ts";
import { pointerReaderOf } from "./redrive-ports.ts";
import type { Services } from "./services.ts";
import type { OpenSource } from "./services-redrive.ts";
import type { SourcePlace } from "./source-place.ts";

interface DrainFlags {
  readonly to: string;
  readonly materialize: boolean;
}

export interface OpenedDrain extends Pick<OpenSource, "takenByOthers"> {
  /** As it can be given again. */
  readonly name: string;
  readonly source: DocumentSource;
  readonly takes: boolean;
  /** Undefined: documents are archived as they are. */
  readonly reader: RecordReader | undefined;
  /** After the answer. Throws as `claimSource`. */
  claim(): Promise<SourceClaim>;
  /** Opened after the answer: it writes. */
  archive(): Promise<ArchiveWriter>;
  close(): Promise<void>;
}

/** Source and archive of a drain. Throws `usage` where documents carry their records, and there is nothing to read back. */
export async function openDrain(
  services: Services,
  { placed, mapping }: SourcePlace,
  { to, materialize }: DrainFlags,
): Promise<OpenedDrain> {
  const { redrive, clock } = services;
  const name = sourceText(placed);
  const brokers = pointerReaderOf(services, mapping, { allowPartial: true });
  const opened = await redrive.source(placed, { untilMs: clock.now(), removal: "delete", broker: brokers.broker });
  if (materialize && opened.hasEvents) {
    await opened.source.close();
    throw new MskctlError("usage", `--materialize reads back records that documents only point to, and those of ${name} carry theirs`);
  }
  let writer: ArchiveWriter | undefined;
  let claim: SourceClaim | undefined;
  return {
    name,
    source: opened.source,
    takes: opened.takes,
    ...(opened.takenByOthers === undefined ? {} : { takenByOthers: opened.takenByOthers }),
    reader: materialize ? brokers.reader : undefined,
    async claim() {
      claim = await claimSource(services, placed, drainId(to));
      return claim;
    },
    async archive() {
      const place = await placeFor(services, mapping);
      const { UUID: mappingUuid, FunctionArn: functionName } = mapping ?? {};
      const facts = { source: name, mappingUuid, functionName, accountId: place?.accountId, region: place?.region };
      writer = await redrive.archiveWriter(to, facts);
      return writer;
    },
    async close() {
      await writer?.close();
      await opened.source.close();
      await brokers.close();
      await claim?.lease?.release();
    },
  };
}
