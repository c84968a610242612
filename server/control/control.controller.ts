import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { commandSchemas, type Answer, type CommandName } from '#shared/protocol.ts';
import { Commands } from '../session/commands.ts';

/** The door for other Nest applications: each command as the message pattern `{ cmd: '<name>' }`, its params as the data. */
@Controller()
export class ControlController {
  readonly commands: Commands;

  constructor(@Inject(Commands) commands: Commands) {
    this.commands = commands;
  }
}

/** One method per command, decorated as `@MessagePattern({ cmd: name }) [name](@Payload() data)` would be. */
for (const name of Object.keys(commandSchemas) as CommandName[]) {
  const method = {
    value(this: ControlController, data: unknown): Promise<Answer<object>> {
      return this.commands.runNamed(name, data);
    },
    writable: true,
    configurable: true,
  };
  Object.defineProperty(ControlController.prototype, name, method);
  MessagePattern({ cmd: name })(ControlController.prototype, name, method);
  Payload()(ControlController.prototype, name, 0);
}
