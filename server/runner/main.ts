import 'reflect-metadata';

// Nest's classes are decorated as they load. A bundle in several files keeps no other order among them than this one.
await import('./commands.ts');
