/**
 * The commands of the command line. To add one: a file here that exports a `CliCommand` of the same name, and a line
 * below. A test compares this list with the folder.
 */
import { apply } from './apply.ts';
import { arm } from './arm.ts';
import { backup } from './backup.ts';
import { backups } from './backups.ts';
import { carry } from './carry.ts';
import { check } from './check.ts';
import { cockpit } from './cockpit.ts';
import type { CliCommand } from './command.ts';
import { demo } from './demo.ts';
import { deploy } from './deploy.ts';
import { disarm } from './disarm.ts';
import { drill } from './drill.ts';
import { hosts } from './hosts.ts';
import { init } from './init.ts';
import { journal } from './journal.ts';
import { plan } from './plan.ts';
import { releases } from './releases.ts';
import { restart } from './restart.ts';
import { restore } from './restore.ts';
import { resume } from './resume.ts';
import { rollback } from './rollback.ts';
import { runbook } from './runbook.ts';
import { scale } from './scale.ts';
import { schema } from './schema.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { stop } from './stop.ts';
import { takeover } from './takeover.ts';
import { verify } from './verify.ts';

/** The commands, in the order in which help lists them. */
export const commands: readonly CliCommand[] = [
	cockpit,
	demo,
	drill,
	init,
	check,
	status,
	hosts,
	releases,
	backups,
	backup,
	verify,
	restore,
	restart,
	rollback,
	deploy,
	stop,
	start,
	scale,
	plan,
	apply,
	arm,
	disarm,
	takeover,
	resume,
	runbook,
	journal,
	schema,
	carry,
];
