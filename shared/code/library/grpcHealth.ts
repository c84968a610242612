/** gRPC's own health service, which every service with a grpc listener has beside its own. */
export const grpcHealthPackage = 'grpc.health.v1';
export const grpcHealthPath = 'libs/shared/proto/health.proto';

/** Source: https://github.com/grpc/grpc/blob/master/doc/health-checking.md */
export const grpcHealthProto = `syntax = "proto3";

package grpc.health.v1;

message HealthCheckRequest {
  string service = 1;
}

message HealthCheckResponse {
  enum ServingStatus {
    UNKNOWN = 0;
    SERVING = 1;
    NOT_SERVING = 2;
    SERVICE_UNKNOWN = 3;
  }
  ServingStatus status = 1;
}

service Health {
  rpc Check (HealthCheckRequest) returns (HealthCheckResponse);
}
`;
