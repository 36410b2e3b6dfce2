/**
 * The commands of the command line. To add one: a file here that exports a `CliCommand` of the same name, and a line
 * below. A test compares this list with the folder.
 */
import { backups } from './backups.ts';
import { check } from './check.ts';
import { cockpit } from './cockpit.ts';
import type { CliCommand } from './command.ts';
import { demo } from './demo.ts';
import { hosts } from './hosts.ts';
import { init } from './init.ts';
import { journal } from './journal.ts';
import { releases } from './releases.ts';
import { restart } from './restart.ts';
import { resume } from './resume.ts';
import { rollback } from './rollback.ts';
import { schema } from './schema.ts';
import { status } from './status.ts';

/** The commands, in the order in which help lists them. */
export const commands: readonly CliCommand[] = [
	cockpit,
	demo,
	init,
	check,
	status,
	hosts,
	releases,
	backups,
	restart,
	rollback,
	resume,
	journal,
	schema,
];
