/**
 * The screens and dialogs. To add one: a file here, called as the screen is, with its View and its `commands`, a line in
 * each list below, its name in `ScreenName` or `Dialog` (`core/ui.ts`), and its selector in `core/select/`. A test
 * compares these lists with the folder.
 */
import type { ComponentType } from 'react';
import type { Command } from '../core/command.ts';
import type { Dialog, ScreenName } from '../core/ui.ts';
import { commands as arm } from './arm-commands.ts';
import { Backups, commands as backups } from './backups.tsx';
import { CallDialog, commands as call } from './call.tsx';
import { DrillDialog, commands as drill } from './drill.tsx';
import { EntryDialog, commands as entry } from './entry.tsx';
import { Environment, commands as environment } from './environment.tsx';
import { commands as everywhere } from './everywhere.ts';
import { Fleet, commands as fleet } from './fleet.tsx';
import { HelpDialog, commands as help } from './help.tsx';
import { Hosts, commands as hosts } from './hosts.tsx';
import { ImageDialog, commands as image } from './image.tsx';
import { InterruptedDialog, commands as interrupted } from './interrupted.tsx';
import { Journal, commands as journal } from './journal.tsx';
import { LockedDialog, commands as locked } from './locked.tsx';
import { Logs, commands as logs } from './logs.tsx';
import { OperatorDialog, commands as operator } from './operator.tsx';
import { commands as out } from './out-commands.ts';
import { PaletteDialog, commands as palette } from './palette.tsx';
import { PlanDialog, commands as plan } from './plan.tsx';
import { QuitDialog, commands as quit } from './quit.tsx';
import { Releases, commands as releases } from './releases.tsx';
import { commands as runbook } from './runbook-commands.ts';
import { Runbooks, commands as runbooks } from './runbooks.tsx';
import { ServiceScreen, commands as service } from './service.tsx';
import { ShellDialog, commands as shell } from './shell.tsx';
import { Walk, commands as walk } from './walk.tsx';
import { WalkAskDialog, commands as walkAsk } from './walk-ask.tsx';
import { WalkGotoDialog, commands as walkGoto } from './walk-goto.tsx';
import { WalkMoreDialog, commands as walkMore } from './walk-more.tsx';
import { WalkSureDialog, commands as walkSure } from './walk-sure.tsx';
import { Welcome, commands as welcome } from './welcome.tsx';

/** What is drawn between the header and the keys. */
interface Drawn {
	readonly title: string;
	readonly View: ComponentType;
}

/** The screens, by name. `key`: the number that opens it. */
export const screens: { readonly [S in ScreenName]: Drawn & { readonly key?: string } } = {
	fleet: { title: 'Fleet', key: '1', View: Fleet },
	environment: { title: 'Environment', View: Environment },
	service: { title: 'Service', key: '2', View: ServiceScreen },
	logs: { title: 'Logs', key: '3', View: Logs },
	releases: { title: 'Releases', key: '5', View: Releases },
	runbooks: { title: 'Runbooks', key: '6', View: Runbooks },
	walk: { title: 'Walk', View: Walk },
	backups: { title: 'Backups', key: '7', View: Backups },
	journal: { title: 'Journal', key: '9', View: Journal },
	hosts: { title: 'Hosts and schedule', key: '0', View: Hosts },
	welcome: { title: 'Welcome', View: Welcome },
};

/** What can lie over a screen, by its kind. */
export const dialogs: { readonly [D in Dialog['is']]: Drawn } = {
	help: { title: 'Keys', View: HelpDialog },
	palette: { title: 'Palette', View: PaletteDialog },
	plan: { title: 'Plan', View: PlanDialog },
	entry: { title: 'Stored run', View: EntryDialog },
	call: { title: 'Command', View: CallDialog },
	locked: { title: 'Locked', View: LockedDialog },
	quit: { title: 'Quit', View: QuitDialog },
	drill: { title: 'Score', View: DrillDialog },
	shell: { title: 'Shell', View: ShellDialog },
	image: { title: 'Image', View: ImageDialog },
	operator: { title: 'Operator', View: OperatorDialog },
	'walk-more': { title: 'More', View: WalkMoreDialog },
	'walk-ask': { title: 'Walk', View: WalkAskDialog },
	'walk-goto': { title: 'Go to step', View: WalkGotoDialog },
	'walk-sure': { title: 'Before it', View: WalkSureDialog },
	interrupted: { title: 'Interrupted run', View: InterruptedDialog },
};

/** The keys of all screens and dialogs, and those that are heard everywhere. */
export const commands: readonly Command[] = [
	...fleet,
	...environment,
	...service,
	...logs,
	...releases,
	...runbooks,
	...walk,
	...backups,
	...journal,
	...hosts,
	...welcome,
	...plan,
	...entry,
	...call,
	...locked,
	...interrupted,
	...help,
	...palette,
	...quit,
	...drill,
	...shell,
	...out,
	...arm,
	...operator,
	...image,
	...walkMore,
	...walkAsk,
	...walkGoto,
	...walkSure,
	...runbook,
	...everywhere,
];
