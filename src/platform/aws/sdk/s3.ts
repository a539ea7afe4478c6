import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";

export {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";

/** Without a byte for so long an object's stream counts as broken; no other limit is on it. */
const socketTimeout = 30_000;

/** With the bucket in the path: no host need be known for each bucket where --endpoint-url names one. */
export class Client extends S3Client {
  constructor({ requestHandler, ...configuration }: S3ClientConfig) {
    super({ ...configuration, requestHandler: { ...requestHandler, socketTimeout }, forcePathStyle: true });
  }
}
