import { grpcPayload, type GrpcContract } from '#shared/transports/grpcContract.ts';
import { protoLoader } from './grpcPackage.ts';

/** google/protobuf/struct.proto, as protobufjs writes a file down. */
const struct = {
  Struct: { fields: { fields: { keyType: 'string', type: 'Value', id: 1 } } },
  Value: {
    oneofs: {
      kind: { oneof: ['nullValue', 'numberValue', 'stringValue', 'boolValue', 'structValue', 'listValue'] },
    },
    fields: {
      nullValue: { type: 'NullValue', id: 1 },
      numberValue: { type: 'double', id: 2 },
      stringValue: { type: 'string', id: 3 },
      boolValue: { type: 'bool', id: 4 },
      structValue: { type: 'Struct', id: 5 },
      listValue: { type: 'ListValue', id: 6 },
    },
  },
  NullValue: { values: { NULL_VALUE: 0 } },
  ListValue: { fields: { values: { rule: 'repeated', type: 'Value', id: 1 } } },
};

/**
 * The contract as Nest's option `packageDefinition` wants it: what proto-loader makes of the .proto file. Its messages are
 * `google.protobuf.Value` all the way through grpc-js, which takes a message that is `null` or `0` for none.
 */
export function grpcDefinition(contract: GrpcContract): protoLoader.PackageDefinition {
  const type = { requestType: grpcPayload, responseType: grpcPayload };
  const methods = Object.fromEntries(
    contract.methods.map(({ rpc, isStream }) => [rpc, { ...type, ...(isStream ? { responseStream: true } : {}) }]),
  );
  const json = {
    nested: {
      google: { nested: { protobuf: { nested: struct } } },
      [contract.package]: { nested: { [contract.service]: { methods } } },
    },
  };
  // Its type wants a comment on every method, which none needs.
  return protoLoader.fromJSON(json as unknown as Parameters<typeof protoLoader.fromJSON>[0]);
}

/** How the payload of any method is written and read. */
export function payloadCodec(): { serialize: (value: object) => Buffer; deserialize: (bytes: Buffer) => object } {
  const any = { package: 'any', service: 'Any', methods: [{ rpc: 'Any', pattern: 'any', isStream: false }] };
  const method = (grpcDefinition(any)['any.Any'] as protoLoader.ServiceDefinition)['Any'];
  if (method === undefined) throw new Error('proto-loader has left out a method.');
  return { serialize: method.requestSerialize, deserialize: method.requestDeserialize };
}
