import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";

export { ListObjectsV2Command } from "@aws-sdk/client-s3";

/** With the bucket in the path: no host need be known for each bucket where --endpoint-url names one. */
export class Client extends S3Client {
  constructor(configuration: S3ClientConfig) {
    super({ ...configuration, forcePathStyle: true });
  }
}
