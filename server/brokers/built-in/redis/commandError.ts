/** A command that cannot be carried out; the text, code word first, is the error reply. */
export class CommandError extends Error {
  override name = 'CommandError';
}

export function syntaxError(): CommandError {
  return new CommandError('ERR syntax error');
}

export function notAnInteger(): CommandError {
  return new CommandError('ERR value is not an integer or out of range');
}

export function wrongArguments(command: string): CommandError {
  return new CommandError(`ERR wrong number of arguments for '${command}' command`);
}

export function unknownSubcommand(command: string, subcommand: string): CommandError {
  return new CommandError(`ERR unknown subcommand '${subcommand.slice(0, 128)}'. Try ${command.toUpperCase()} HELP.`);
}
