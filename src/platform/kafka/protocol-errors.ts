import type { KafkaCall, KafkaErrorRow } from "./kafka-errors.ts";

type Verdict = Pick<KafkaErrorRow, "code" | "repeat" | "says" | "next">;

const ofTopic = ({ topic }: KafkaCall) => (topic === undefined ? "the topic" : `topic ${topic}`);
const ofGroup = ({ groupId }: KafkaCall) => (groupId === undefined ? "the consumer group" : `consumer group ${groupId}`);
const nothing = () => [];

function row(code: Verdict["code"], says: string | Verdict["says"], next: readonly string[] | Verdict["next"] = nothing): Verdict {
  return {
    code,
    repeat: false,
    says: typeof says === "string" ? () => says : says,
    next: typeof next === "function" ? next : () => next,
  };
}

const again = (verdict: Verdict): Verdict => ({ ...verdict, repeat: true });

const tryAgain = ["try again: the cluster may be electing leaders or restarting brokers"];
const moving = (says: string) => again(row("unavailable", says, tryAgain));
const ours = (says: string) => row("refused", says, ["update mskctl or the brokers: they do not agree on the protocol"]);
const setting = (says: string) => row("refused", says, ["look at the settings of the topic and of the brokers"]);
const transactional = (says: string) => row("refused", says, ["let the producer that owns the transaction end it, then try again"]);
const inside = (says: string) => row("refused", says, ["look at the brokers' logs: this is between brokers and controllers"]);

/**
 * The one table of what brokers answer (Apache Kafka, protocol guide, error codes), by the protocol's name. Actions of
 * IAM are those of MSK's access control; rights without them are Kafka's own ACLs.
 */
export const protocolRows: ReadonlyMap<string, Verdict> = new Map([
  // Permission and credentials.
  [
    "TOPIC_AUTHORIZATION_FAILED",
    row(
      "not-permitted",
      (call) => `no permission for ${ofTopic(call)}`,
      (call) => [
        `allow kafka-cluster:DescribeTopic and kafka-cluster:ReadData (to write: kafka-cluster:WriteData) on ${ofTopic(call)}, or the ACLs Describe and Read (Write)`,
      ],
    ),
  ],
  [
    "GROUP_AUTHORIZATION_FAILED",
    row(
      "not-permitted",
      (call) => `no permission for ${ofGroup(call)}`,
      (call) => [
        `allow kafka-cluster:DescribeGroup (to commit: kafka-cluster:AlterGroup) on ${ofGroup(call)}, or the ACLs Describe and Read`,
      ],
    ),
  ],
  [
    "CLUSTER_AUTHORIZATION_FAILED",
    row("not-permitted", "no permission for the cluster", [
      "allow kafka-cluster:Connect (to write: kafka-cluster:WriteDataIdempotently) on the cluster, or the ACL IdempotentWrite",
    ]),
  ],
  [
    "TRANSACTIONAL_ID_AUTHORIZATION_FAILED",
    row("not-permitted", "no permission for the transactional id", ["allow kafka-cluster:*TransactionalId on it"]),
  ],
  ["DELEGATION_TOKEN_AUTHORIZATION_FAILED", row("not-permitted", "no permission for the delegation token")],
  [
    "SASL_AUTHENTICATION_FAILED",
    row("credentials", "the broker does not accept the credentials", [
      "check user name and password, or with IAM that the role has kafka-cluster:Connect on the cluster",
    ]),
  ],
  [
    "UNSUPPORTED_SASL_MECHANISM",
    row("refused", "the broker has no such way to sign in on this port", [
      "name the port of the listener that fits: on MSK 9096 for SCRAM, 9098 for IAM",
    ]),
  ],
  ["ILLEGAL_SASL_STATE", row("refused", "the broker does not expect a sign-in now", ["check that the port is the one of a SASL listener"])],
  ["SECURITY_DISABLED", row("refused", "the cluster has no access control switched on")],
  ["DELEGATION_TOKEN_AUTH_DISABLED", row("refused", "the cluster takes no delegation tokens")],
  ["DELEGATION_TOKEN_EXPIRED", row("credentials", "the delegation token has expired")],
  ["DELEGATION_TOKEN_NOT_FOUND", row("credentials", "the cluster does not know the delegation token")],
  ["DELEGATION_TOKEN_OWNER_MISMATCH", row("credentials", "the delegation token belongs to somebody else")],
  ["DELEGATION_TOKEN_REQUEST_NOT_ALLOWED", row("refused", "delegation tokens cannot be asked for on this listener")],
  ["INVALID_PRINCIPAL_TYPE", row("refused", "the cluster does not know this kind of principal")],
  ["UNACCEPTABLE_CREDENTIAL", row("refused", "the cluster does not take such a credential")],
  ["PRINCIPAL_DESERIALIZATION_FAILURE", inside("the brokers do not understand each other's principals")],

  // What is not there. A topic that is new is not known by all brokers at once.
  ["UNKNOWN_TOPIC_OR_PARTITION", again(row("not-found", (call) => `there is no ${ofTopic(call)}, or not this partition of it`))],
  ["UNKNOWN_TOPIC_ID", again(row("not-found", (call) => `${ofTopic(call)} was deleted, or is new`))],
  ["INCONSISTENT_TOPIC_ID", again(row("not-found", (call) => `${ofTopic(call)} was deleted and created again`))],
  ["GROUP_ID_NOT_FOUND", row("not-found", (call) => `there is no ${ofGroup(call)}`)],
  ["RESOURCE_NOT_FOUND", row("not-found", "there is no such thing")],
  ["TRANSACTIONAL_ID_NOT_FOUND", row("not-found", "there is no such transactional id")],
  ["LOG_DIR_NOT_FOUND", row("not-found", "there is no such log folder")],
  ["SNAPSHOT_NOT_FOUND", row("not-found", "there is no such snapshot")],
  ["UNKNOWN_CONTROLLER_ID", row("not-found", "there is no such controller")],
  ["UNKNOWN_SUBSCRIPTION_ID", row("not-found", "there is no such subscription")],
  ["VOTER_NOT_FOUND", row("not-found", "there is no such voter")],
  ["BROKER_ID_NOT_REGISTERED", row("not-found", "there is no such broker")],

  // In motion: another attempt, after a look at who leads now, may do.
  ["LEADER_NOT_AVAILABLE", moving("a partition has no leader at the moment")],
  ["NOT_LEADER_OR_FOLLOWER", moving("a partition has moved to another broker")],
  ["FENCED_LEADER_EPOCH", moving("a partition has got a new leader")],
  ["UNKNOWN_LEADER_EPOCH", moving("a broker does not know yet that it leads a partition")],
  ["PREFERRED_LEADER_NOT_AVAILABLE", moving("the preferred leader is not there")],
  ["ELIGIBLE_LEADERS_NOT_AVAILABLE", moving("no replica may become the leader")],
  ["REPLICA_NOT_AVAILABLE", moving("a replica is not there at the moment")],
  ["OFFSET_NOT_AVAILABLE", moving("a new leader does not know the log's end yet")],
  ["LISTENER_NOT_FOUND", moving("the leader of a partition has no listener of this kind")],
  ["BROKER_NOT_AVAILABLE", moving("a broker is not there")],
  ["NETWORK_EXCEPTION", moving("the broker closed the connection")],
  ["REQUEST_TIMED_OUT", moving("the brokers took too long")],
  ["COORDINATOR_LOAD_IN_PROGRESS", moving("the group's coordinator is starting")],
  ["COORDINATOR_NOT_AVAILABLE", moving("the group has no coordinator at the moment")],
  ["NOT_COORDINATOR", moving("the group has moved to another coordinator")],
  ["NOT_CONTROLLER", moving("the cluster has another controller now")],
  ["NOT_ENOUGH_REPLICAS", moving("too few replicas are in sync")],
  ["NOT_ENOUGH_REPLICAS_AFTER_APPEND", moving("written, but to too few replicas in sync")],
  ["KAFKA_STORAGE_ERROR", moving("a broker cannot read or write its disk")],
  ["CORRUPT_MESSAGE", moving("a record arrived damaged")],
  ["FETCH_SESSION_ID_NOT_FOUND", moving("the broker forgot this reader")],
  ["INVALID_FETCH_SESSION_EPOCH", moving("the broker is at another step with this reader")],
  ["FETCH_SESSION_TOPIC_ID_ERROR", moving("a topic was deleted and created again")],
  ["UNSTABLE_OFFSET_COMMIT", moving("offsets are being committed by a transaction")],
  ["CONCURRENT_TRANSACTIONS", moving("another step of the transaction is going on")],
  ["SHARE_SESSION_NOT_FOUND", moving("the broker forgot this share-group reader")],
  ["INVALID_SHARE_SESSION_EPOCH", moving("the broker is at another step with this share-group reader")],
  ["REBALANCE_IN_PROGRESS", moving("the consumer group is sharing out its partitions")],
  ["ELECTION_NOT_NEEDED", again(row("conflict", "the leader is there already"))],
  ["THROTTLING_QUOTA_EXCEEDED", again(row("throttled", "the cluster's quota is used up", ["try again later, or raise the quota"]))],

  // Consumer groups.
  [
    "UNKNOWN_MEMBER_ID",
    row("refused", (call) => `${ofGroup(call)} does not know this member; a group with members takes commits from them only`, [
      "offsets can be changed while the group has no members: pause the mapping first",
    ]),
  ],
  ["ILLEGAL_GENERATION", row("refused", (call) => `${ofGroup(call)} has shared out its partitions since`)],
  ["FENCED_INSTANCE_ID", row("refused", "another member took this member's name")],
  ["FENCED_MEMBER_EPOCH", row("refused", (call) => `${ofGroup(call)} has put this member out`)],
  ["STALE_MEMBER_EPOCH", row("refused", (call) => `${ofGroup(call)} has shared out its partitions since`)],
  ["UNRELEASED_INSTANCE_ID", row("refused", "another member still has this member's name")],
  ["MEMBER_ID_REQUIRED", ours("the group wants a member id first")],
  ["INCONSISTENT_GROUP_PROTOCOL", row("refused", (call) => `the members of ${ofGroup(call)} share out partitions in another way`)],
  ["UNSUPPORTED_ASSIGNOR", row("refused", (call) => `${ofGroup(call)} does not know this way to share out partitions`)],
  ["INVALID_GROUP_ID", row("refused", "the cluster does not take this group id")],
  ["INVALID_SESSION_TIMEOUT", setting("the brokers do not take this session timeout")],
  ["GROUP_MAX_SIZE_REACHED", setting("the consumer group has as many members as the brokers allow")],
  ["NON_EMPTY_GROUP", row("refused", (call) => `${ofGroup(call)} has members`, ["pause the mapping first"])],
  ["GROUP_SUBSCRIBED_TO_TOPIC", row("refused", (call) => `${ofGroup(call)} still reads the topic`, ["pause the mapping first"])],
  ["INVALID_COMMIT_OFFSET_SIZE", ours("the commit is too large")],
  ["OFFSET_METADATA_TOO_LARGE", ours("the commit's metadata is too large")],

  // Records.
  ["OFFSET_OUT_OF_RANGE", row("refused", "the offset is not in the log: it expired, or was never written")],
  ["OFFSET_MOVED_TO_TIERED_STORAGE", row("refused", "the offset is in tiered storage, which is not readable this way")],
  ["POSITION_OUT_OF_RANGE", row("refused", "the position is outside of the snapshot")],
  [
    "MESSAGE_TOO_LARGE",
    row(
      "refused",
      (call) => `a record is larger than ${ofTopic(call)} takes`,
      (call) => [`raise max.message.bytes of ${ofTopic(call)}`],
    ),
  ],
  ["RECORD_LIST_TOO_LARGE", setting("the records together are larger than a segment of the log")],
  ["INVALID_RECORD", row("refused", "the broker does not take the record", ["a compacted topic takes no record without a key"])],
  ["INVALID_TIMESTAMP", setting("the timestamp of a record is too far from the broker's time")],
  ["INVALID_REQUIRED_ACKS", ours("the broker does not take this number of acknowledgements")],
  ["UNSUPPORTED_COMPRESSION_TYPE", setting("the topic's compression is not supported")],
  ["UNSUPPORTED_FOR_MESSAGE_FORMAT", setting("the topic's record format is too old for that")],
  ["INVALID_FETCH_SIZE", ours("the broker does not take this size of a read")],
  ["INVALID_RECORD_STATE", row("refused", "the record was acknowledged by somebody else")],

  // Producers.
  [
    "OUT_OF_ORDER_SEQUENCE_NUMBER",
    row("unavailable", "the broker lost what this producer wrote before", ["check what was written, then try again"]),
  ],
  ["DUPLICATE_SEQUENCE_NUMBER", row("refused", "the records were written already")],
  ["UNKNOWN_PRODUCER_ID", row("unavailable", "the broker forgot this producer", ["try again"])],
  ["INVALID_PRODUCER_EPOCH", row("refused", "another producer took over")],
  ["PRODUCER_FENCED", row("refused", "another producer took over")],
  ["INVALID_PRODUCER_ID_MAPPING", transactional("the producer id is not the transactional id's")],
  ["INVALID_TXN_STATE", transactional("the transaction is in another state")],
  ["INVALID_TRANSACTION_TIMEOUT", setting("the transaction timeout is longer than the brokers allow")],
  ["TRANSACTION_COORDINATOR_FENCED", transactional("the transaction has another coordinator now")],
  ["TRANSACTION_ABORTABLE", transactional("the transaction has to be given up")],

  // Topics and settings.
  ["INVALID_TOPIC_EXCEPTION", row("refused", (call) => `${ofTopic(call)} has a name that Kafka does not take, or is one of Kafka's own`)],
  ["TOPIC_ALREADY_EXISTS", row("conflict", (call) => `${ofTopic(call)} exists already`)],
  ["INVALID_PARTITIONS", setting("the number of partitions is not possible")],
  ["INVALID_REPLICATION_FACTOR", setting("the number of replicas is not possible")],
  ["INVALID_REPLICA_ASSIGNMENT", setting("the replicas cannot be placed like this")],
  ["INVALID_CONFIG", setting("a setting is not valid")],
  ["POLICY_VIOLATION", setting("a policy of the cluster forbids it")],
  ["TOPIC_DELETION_DISABLED", setting("the cluster deletes no topics")],
  ["REASSIGNMENT_IN_PROGRESS", row("conflict", "the partition is being moved")],
  ["NO_REASSIGNMENT_IN_PROGRESS", row("conflict", "the partition is not being moved")],
  ["DUPLICATE_RESOURCE", ours("the request names a thing twice")],

  // The protocol itself.
  ["UNKNOWN_SERVER_ERROR", row("unavailable", "the broker failed", ["look at the brokers' logs, then try again"])],
  ["UNSUPPORTED_VERSION", ours("the broker is too old or too new for what is needed here")],
  ["INVALID_REQUEST", ours("the broker does not understand the request")],
  ["OPERATION_NOT_ATTEMPTED", row("refused", "not tried, since another part of the request failed")],
  ["MISMATCHED_ENDPOINT_TYPE", row("refused", "this is a controller's port", ["name the port of a broker"])],
  ["UNSUPPORTED_ENDPOINT_TYPE", row("refused", "this is a controller's port", ["name the port of a broker"])],
  ["TELEMETRY_TOO_LARGE", ours("the client metrics are too large")],

  // Between brokers and controllers; no client should see them.
  ["STALE_CONTROLLER_EPOCH", inside("the controller has changed")],
  ["STALE_BROKER_EPOCH", inside("the broker has started anew")],
  ["INCONSISTENT_VOTER_SET", inside("the controllers disagree on who they are")],
  ["INVALID_UPDATE_VERSION", inside("the version of an update is not valid")],
  ["FEATURE_UPDATE_FAILED", inside("a feature could not be switched")],
  ["DUPLICATE_BROKER_REGISTRATION", inside("two brokers have one id")],
  ["INCONSISTENT_CLUSTER_ID", inside("the broker belongs to another cluster")],
  ["INELIGIBLE_REPLICA", inside("a replica may not be in sync")],
  ["NEW_LEADER_ELECTED", inside("another leader was elected")],
  ["INVALID_REGISTRATION", inside("a broker is not registered rightly")],
  ["FENCED_STATE_EPOCH", inside("the share group's state is newer")],
  ["INVALID_VOTER_KEY", inside("a controller has another key")],
  ["DUPLICATE_VOTER", inside("a controller votes already")],
]);
