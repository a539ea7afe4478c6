import type { KafkaRecord } from "../record/kafka-record.ts";
import type { NewestRecords } from "../record/newest-records.ts";
import type { Sample, SampleChunk } from "./sample.ts";
import type { SampleInput } from "./sample-input.ts";

/** What is held at a time. */
const mostRecords = 500;
const mostBytes = 1024 * 1024;

/** Records of a topic as samples; `name` in `read` is the topic's. */
export function topicSamples(newest: Pick<NewestRecords, "records">): SampleInput {
  return {
    async *read(topic): AsyncGenerator<SampleChunk> {
      let samples: Sample[] = [];
      let bytes = 0;
      for await (const record of newest.records()) {
        samples.push(sampleOf(record));
        bytes += record.value?.byteLength ?? 0;
        if (samples.length < mostRecords && bytes < mostBytes) continue;
        yield { kind: "records", source: topic, samples };
        [samples, bytes] = [[], 0];
      }
      if (samples.length > 0) yield { kind: "records", source: topic, samples };
    },
  };
}

function sampleOf({ partition, offset, value }: KafkaRecord): Sample {
  return { line: Number(offset), value, record: { partition, offset } };
}
