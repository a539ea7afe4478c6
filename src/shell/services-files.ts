import type { SampleInput } from "../core/filter/sample-input.ts";
import type { Services, ServicesOptions } from "./services.ts";

/** Patterns in files of every kind; their readers are loaded when they are first used. */
export function patternsOf({ signal }: ServicesOptions): Services["patterns"] {
  return {
    files: {
      async *find(path) {
        const { patternFiles } = await import("../platform/disk/pattern-files.ts");
        yield* patternFiles({ stdin: () => process.stdin, signal }).find(path);
      },
    },
    documents: {
      read: async (text, source) => (await import("../platform/documents/pattern-documents.ts")).readPatternDocuments(text, source),
    },
  };
}

/** Sample records of files and streams. */
export function samplesOf({ signal }: ServicesOptions): SampleInput {
  return {
    async *read(name, choice) {
      const { sampleInput } = await import("../platform/samples/sample-input.ts");
      const openAvroReader = async (text: string) =>
        (await import("../platform/schema/avro/avro-format.ts")).avroFormat({ text, references: [] });
      yield* sampleInput({ stdin: () => process.stdin, stdinDescriptor: 0, signal, openAvroReader }).read(name, choice);
    },
  };
}
