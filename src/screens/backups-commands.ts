import type { Command } from '../core/command.ts';
import { backupsParts } from '../core/select/backups/backups.ts';
import { listCommands } from './split-commands.ts';

/** The keys of the backups. */
export const commands: readonly Command[] = listCommands({ screen: 'backups', make: backupsParts });
