import type { Clock } from "../../core/time.ts";
import type { AwsServices } from "./aws-services.ts";
import { heldByOther, keptLease, type Lease, type LeaseHolder, type LeaseOptions, leaseMs, takenOver } from "./redrive-lease.ts";
import { aboutQueue, sqsQueue } from "./sqs-queue.ts";

interface SqsLeaseOptions extends LeaseOptions {
  /** URL, ARN or name. */
  readonly queue: string;
  readonly clock: Pick<Clock, "now">;
}

const tag = "mskctl-lease";

interface Claim {
  readonly holder: LeaseHolder;
  readonly writtenMs: number;
}

/**
 * Claims a queue by a tag, which is advice only: SQS knows no condition, so that two runs which begin within the same second
 * may both think that they have it. Throws `unavailable` with the holder while another run has it.
 */
export async function sqsLease({ sqs }: Pick<AwsServices, "sqs">, options: SqsLeaseOptions): Promise<Lease> {
  const { queue: name, holder, steal, clock } = options;
  const queue = sqsQueue({ sqs }, name);
  const [url, about, source] = [await queue.url(), aboutQueue(queue), `queue ${name}`];

  async function read(): Promise<Claim | undefined> {
    const { Tags = {} } = await sqs.send("ListQueueTags", { QueueUrl: url }, about);
    return claimIn(Tags[tag]);
  }
  /** Throws when the tag is another run's, or is so a moment later. */
  async function claim(whenTaken: (found: Claim) => void): Promise<void> {
    const found = await read();
    if (found !== undefined && found.holder.runId !== holder.runId) whenTaken(found);
    await sqs.send("TagQueue", { QueueUrl: url, Tags: { [tag]: tagOf({ holder, writtenMs: clock.now() }) } }, about);
    const written = await read();
    if (written !== undefined && written.holder.runId !== holder.runId) {
      throw heldByOther(source, written.holder, clock.now() - written.writtenMs);
    }
  }

  await claim((found) => {
    const silentMs = clock.now() - found.writtenMs;
    if (!steal || silentMs <= leaseMs) throw heldByOther(source, found.holder, silentMs);
  });
  return keptLease(
    options,
    () =>
      claim(() => {
        throw takenOver(source);
      }),
    async () => {
      await sqs.send("UntagQueue", { QueueUrl: url, TagKeys: [tag] }, about);
    },
  );
}

/** Values of tags have 256 characters, of few kinds (SQS Developer Guide, cost allocation tags). */
function tagOf({ holder: { runId, host, user, pid, sinceMs }, writtenMs }: Claim): string {
  const plain = (text: string) => text.replace(/[^\w.@+-]/g, "_").slice(0, 60);
  return [plain(runId), plain(user), plain(host), pid, sinceMs, writtenMs].join("/");
}

function claimIn(text = ""): Claim | undefined {
  const [runId = "", user = "", host = "", ...numbers] = text.split("/");
  const [pid = 0, sinceMs = 0, writtenMs = Number.NaN] = numbers.map(Number);
  return Number.isNaN(writtenMs) ? undefined : { holder: { runId, user, host, pid, sinceMs }, writtenMs };
}
