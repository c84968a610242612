import type { Broker, Flow } from '../flow/flow.ts';
import { strongestQos, type QoS } from '../transports/strongestQos.ts';
import { addressEndings, type EnvironmentNames } from './environmentNames.ts';
import { constant, kebab, type UniqueNames } from './naming.ts';

export interface BrokerPlan {
  id: string;
  broker: Broker;
  name: string;
  hostEnv: string;
  portEnv: string;
  /** What wires to it publish with, if it is an MQTT broker. */
  qos: QoS;
}

/** The brokers of a flow, named as people call them. */
export function planBrokers(flow: Flow, { names, envs }: { names: UniqueNames; envs: EnvironmentNames }): BrokerPlan[] {
  return Object.entries(flow.brokers).map(([id, broker]) => {
    const env = envs.take(constant(broker.name, 'broker'), addressEndings);
    const name = names.take(kebab(broker.name, 'broker'));
    return { id, broker, name, hostEnv: `${env}_HOST`, portEnv: `${env}_PORT`, qos: strongestQos(flow, id) };
  });
}
