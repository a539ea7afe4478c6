import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Child, ChildEnd } from "./child-execution.ts";
import type { MapState } from "./definition.ts";

type Status = "SUCCEEDED" | "FAILED" | "PENDING";

/** How many results wait in memory; AWS's files are as long as 5 GB. */
const resultsOfFile = 500;

/**
 * Results of children as Step Functions writes them (Developer Guide, ResultWriter): files by status, and a manifest that names them. A child that was
 * aborted stands with the failed ones; where the files of a redrive go is an assumption.
 */
export class ResultWriter {
  readonly #s3: S3Client;
  readonly #target: MapState["writer"];
  readonly #mapRunArn: string;
  readonly #waiting = new Map<Status, object[]>();
  readonly #files = new Map<Status, { readonly Key: string; readonly Size: number }[]>();
  readonly #folder: string;

  constructor(s3: S3Client, target: MapState["writer"], mapRunArn: string, redrives: number) {
    this.#s3 = s3;
    this.#target = target;
    this.#mapRunArn = mapRunArn;
    const run = `${target.prefix}/${mapRunArn.slice(mapRunArn.lastIndexOf(":") + 1)}`;
    this.#folder = redrives === 0 ? run : `${run}/Redrive-${redrives}`;
  }

  async add(child: Child, end: ChildEnd, atMs: number): Promise<void> {
    const status = end.kind === "succeeded" ? "SUCCEEDED" : "FAILED";
    const outcome =
      end.kind === "succeeded"
        ? { Output: JSON.stringify(end.output) }
        : end.kind === "failed"
          ? { Error: end.error, Cause: end.cause }
          : {};
    const waiting = this.#waiting.get(status) ?? [];
    this.#waiting.set(status, waiting);
    waiting.push({
      Name: child.name,
      Input: child.input,
      InputDetails: { Included: true },
      ...outcome,
      RedriveCount: child.redrives,
      Status: end.kind.toUpperCase(),
      StartDate: new Date(child.startedAtMs).toISOString(),
      StopDate: new Date(atMs).toISOString(),
    });
    if (waiting.length >= resultsOfFile) await this.#flush(status);
  }

  /** Gives the manifest's key. */
  async end(): Promise<string> {
    for (const status of this.#waiting.keys()) await this.#flush(status);
    const files = (status: Status) => this.#files.get(status) ?? [];
    return await this.#put("manifest.json", {
      DestinationBucket: this.#target.bucket,
      MapRunArn: this.#mapRunArn,
      ResultFiles: { FAILED: files("FAILED"), PENDING: files("PENDING"), SUCCEEDED: files("SUCCEEDED") },
    }).then(({ Key }) => Key);
  }

  async #flush(status: Status): Promise<void> {
    const results = this.#waiting.get(status) ?? [];
    this.#waiting.delete(status);
    const files = this.#files.get(status) ?? [];
    this.#files.set(status, files);
    const name = `${status}_${files.length}.json`;
    // Its place is taken before it is written: another child may end meanwhile.
    const place = files.push({ Key: `${this.#folder}/${name}`, Size: 0 }) - 1;
    files[place] = await this.#put(name, results);
  }

  async #put(name: string, content: object): Promise<{ readonly Key: string; readonly Size: number }> {
    const Key = `${this.#folder}/${name}`;
    const Body = JSON.stringify(content);
    await this.#s3.send(new PutObjectCommand({ Bucket: this.#target.bucket, Key, Body }));
    return { Key, Size: Buffer.byteLength(Body) };
  }
}
