import type { Write } from '../../core/call.ts';
import { composeScriptName } from '../../core/compose-words.ts';
import type { Millis } from '../../core/model.ts';
import type { Now } from './now.ts';
import { composeScript } from './script.ts';
import { type Tool, toolWords } from './tool.ts';

/** What starting its tool and its orders may take, beside the stop of the old containers. */
export const slack: Millis = 60_000;

/** How long the longest of its containers gets to end by itself. */
export function graceOf({ all }: Now): Millis {
	return Math.max(...all.map(({ grace }) => grace));
}

/** The words that both generations take alike: without the services it depends on, without a build, without a pull. */
export function upWords({ is }: Tool): readonly string[] {
	return ['up', '-d', '--no-deps', '--no-build', ...(is === 'v2' ? ['--pull', 'never'] : [])];
}

/** What is asked of the tool: its words, and how long it may take. */
export interface Asked {
	readonly up: readonly string[];
	readonly timeout: Millis;
}

/** An order to the script. */
export function scriptWrite(
	{ project, tool, all }: Now,
	verb: 'up' | 'back',
	words: readonly string[],
	{ up, timeout }: Asked,
): Write {
	const given = [
		...[`key=${project.key}`, `dir=${project.dir}`, `project=${project.project}`, `service=${project.service}`],
		...[`tool=${tool.is}`, `names=${all.map(({ name }) => name).join(' ')}`],
		...[`wait=${Math.ceil(timeout / 2_000)}`, ...words],
	];
	const script = ['sh', '-c', composeScript(), composeScriptName, verb];
	const argv = [...script, ...given, '--', ...toolWords(tool, project), ...up];
	return { via: 'exec', host: project.host, argv, timeout, effect: 'write' };
}
