// What is asked of hosts about a document.
import type { Asked, Question } from '../../../core/lint/hosts/model.ts';
import type { Finding } from '../../../core/lint/model.ts';
import type { Code, Step } from '../../../core/runbook/model.ts';
import type { Rules } from '../rules-file.ts';
import type { Seen, Source } from '../source.ts';
import { namesIn } from './addresses.ts';
import { isMade, madeBy, neededBy } from './needs.ts';
import { askOf } from './needs-file.ts';
import { ownPrograms, programOf } from './programs.ts';
import { runIn, withUsual } from './step.ts';
import { givenBy, variablesIn } from './variables.ts';
import { hostsOf, placeOf, type Where } from './where.ts';

/** What a document asks of hosts, and what is wrong in how it names them. */
export interface AskedOf {
	readonly asked: readonly Asked[];
	readonly findings: readonly Finding[];
}

interface Looking {
	readonly where: Where;
	readonly rules: Rules;
	readonly own: ReadonlySet<string>;
	readonly made: ReadonlySet<string>;
}

interface OfStep {
	readonly looking: Looking;
	readonly put: (text: string) => string;
}

function subcommandOf({ words }: Seen, { asks }: Rules): readonly Question[] {
	const [program = '', name = ''] = words;
	const one = asks.find((each) => each.program === program && askOf(each, name) !== undefined);
	const ask = one === undefined ? undefined : askOf(one, name);
	return ask === undefined || one === undefined
		? []
		: [{ is: 'subcommand', program, name, ask, contains: one.contains }];
}

function ofSeen(
	seen: Seen,
	block: ReadonlySet<string> | undefined,
	root: boolean,
	looking: Looking,
): readonly Question[] {
	const { rules, own, made, where } = looking;
	const needed = neededBy(seen, rules.needs).filter((one) => !isMade(one, made));
	return [
		...programOf(seen, root, own),
		...subcommandOf(seen, rules),
		...needed,
		...namesIn(seen, where.hosts),
		...variablesIn(seen, block),
	];
}

/** By this each command of a walk is run (`core/runbook/call.ts`): a host that is asked for nothing else is asked for it, and so whether it is there. */
const shell: Question = { is: 'program', name: 'sh', root: false };

/** What a step asks of one of its hosts, and of those on which its commands run others. */
function onHost(step: Step, code: Code, host: string, { looking, put }: OfStep): readonly Asked[] {
	const { cwd } = code.attributes;
	const isFolder = cwd?.startsWith('/') === true && !cwd.includes('{{');
	const block = givenBy(put(code.text));
	const ofCommands = runIn(step, put).flatMap((one) => {
		const place = placeOf(one, host, looking.where);
		if (place === undefined) return [];
		const questions = ofSeen(one, block, place.root, looking);
		return questions.map((question) => ({ host: place.host, line: one.found.line, question }));
	});
	const line = code.line;
	const folder: readonly Asked[] = isFolder ? [{ host, line, question: { is: 'folder', name: cwd } }] : [];
	const all = [...folder, ...ofCommands];
	return all.some((one) => one.host === host) ? all : [{ host, line, question: shell }, ...all];
}

function ofStep(step: Step, source: Source, of: OfStep): AskedOf {
	if (step.does.is !== 'command') return { asked: [], findings: [] };
	const { code } = step.does;
	const { hosts, findings } = hostsOf(code, source.runbook, of.looking.where);
	return { asked: hosts.flatMap((host) => onHost(step, code, host, of)), findings };
}

/** What is asked of hosts about a document: of each command that would be run, where it would be run. */
export function askedOf(source: Source, rules: Rules, where: Where): AskedOf {
	const code = source.lines.filter(({ kind }) => kind === 'code').map(({ text }) => text);
	const looking = { where, rules, own: ownPrograms(code.join('\n')), made: madeBy(source) };
	const put = withUsual(source.runbook);
	const all = source.runbook.steps.map((step) => ofStep(step, source, { looking, put }));
	return { asked: all.flatMap(({ asked }) => asked), findings: all.flatMap(({ findings }) => findings) };
}
