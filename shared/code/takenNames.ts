/** Names that files of every app import or define. */
export const takenClasses = [
  'Clients',
  'Terminus',
  'Health',
  'Nest',
  'App',
  'Call',
  'Idempotency',
  'Registry',
  'Registration',
];
/** What names classes of the shared library before `Client`. */
export const takenClients = ['Balanced', 'SteadyMqtt'];
/** Texts that NestJS itself uses as injection tokens. */
export const takenTokens = 'REQUEST INQUIRER APP_INTERCEPTOR APP_PIPE APP_GUARD APP_FILTER'.split(' ');
/** Names of other files and projects, and words that YAML takes for something else. */
export const takenNames = 'shared health namespace kustomization true false null yes no on off y n'.split(' ');
/** Methods that Nest or JavaScript would call by themselves. */
export const takenMethods = (
  'constructor then catch finally toString toJSON valueOf onModuleInit onModuleDestroy onApplicationBootstrap ' +
  'beforeApplicationShutdown onApplicationShutdown configure store logger'
).split(' ');
