import type { Answer, Read } from '../core/call.ts';
import { failed } from '../core/failed.ts';
import { known } from '../core/known.ts';
import { isAmong, lists, namesOf } from '../core/lint/hosts/engine-names.ts';
import {
	type Asked,
	distinct,
	type EngineKind,
	keyOf,
	type Question,
	type Said,
	type Told,
} from '../core/lint/hosts/model.ts';
import { lintScript, lintWords, mostAtOnce, type Plain, parseLintSaid } from '../core/lint/hosts/script.ts';
import { subcommandSaid } from '../core/lint/hosts/subcommand.ts';
import type { Result } from '../core/model.ts';
import { callOf, textOf } from '../probes/script/printed.ts';
import { makeTurns } from './init-asking.ts';

type Ask = (call: Read) => Promise<Answer>;
type Of<I extends Question['is']> = Extract<Question, { readonly is: I }>;

/** Of each host so much is asked; so many hosts are asked at once. */
const most = { questions: 1000, subcommands: 40, hosts: 8 };
const ofScript = { timeout: 30_000, most: 256 * 1024 };
const ofProgram = { timeout: 10_000, most: 256 * 1024 };
const ofEngine = { timeout: 10_000, most: 16 * 1024 * 1024 };

const isPlain = (question: Question): question is Plain => question.is !== 'subcommand' && question.is !== 'engine';

/** What the script says of some questions. */
async function scriptSaid(ask: Ask, host: string, questions: readonly Plain[]) {
	const script = {
		host,
		name: 'lint',
		script: lintScript,
		words: lintWords(questions),
		about: 'what it has',
		...ofScript,
	};
	const text = textOf(await ask(callOf(script)), script);
	if (!text.ok) return text;
	const said = parseLintSaid(text.value, questions.length);
	const message = `What ${host} says is not understood.`;
	return said === undefined
		? failed('garbled', message, 'Check what its login shell prints.')
		: { ok: true as const, value: said };
}

interface Plainly {
	readonly said: Map<string, Said>;
	readonly packages?: string;
}

async function askPlain(ask: Ask, host: string, questions: readonly Plain[]): Promise<Result<Plainly>> {
	const said = new Map<string, Said>();
	let packages: string | undefined;
	for (let at = 0; at < questions.length; at += mostAtOnce) {
		const some = questions.slice(at, at + mostAtOnce);
		const told = await scriptSaid(ask, host, some);
		if (!told.ok) return told;
		for (const [index, one] of some.entries()) said.set(keyOf(one), told.value.said[index] ?? 'unknown');
		packages ??= told.value.packages;
	}
	return { ok: true, value: { said, ...known({ packages }) } };
}

/** Asks programs that are there, one after another, for subcommands that they may lack. */
async function askPrograms(ask: Ask, host: string, questions: readonly Of<'subcommand'>[], said: Map<string, Said>) {
	for (const one of questions.slice(0, most.subcommands)) {
		const isThere = [false, true].some((root) => said.get(keyOf({ is: 'program', name: one.program, root })) === 'yes');
		if (!isThere) continue;
		said.set(
			keyOf(one),
			subcommandSaid(one, await ask({ effect: 'read', via: 'exec', host, argv: one.ask, ...ofProgram })),
		);
	}
}

type Names = ReadonlyMap<EngineKind, readonly string[]>;

/** What an engine has, of the kinds that are asked for; the failure is why it could not tell of the others. */
async function readNames(ask: Ask, host: string, kinds: Iterable<EngineKind>) {
	const names = new Map<EngineKind, readonly string[]>();
	for (const kind of kinds) {
		const call = { via: 'engine', host, method: 'GET', path: lists[kind].path } as const;
		const answer = await ask({ effect: 'read', ...call, ...ofEngine });
		const read = answer.ok ? namesOf(kind, answer.value.text, host) : answer;
		if (read.ok) names.set(kind, read.value);
		// An engine in no swarm refuses to list services (503): it has none.
		else if (kind === 'service' && !answer.ok && answer.reply?.code === 503) names.set(kind, []);
		else return { names, engineUnread: read.failure };
	}
	return { names };
}

function engineSaid({ name, of }: Of<'engine'>, names: Names): Said {
	const all = of.map((kind) => names.get(kind));
	if (all.some((some) => some !== undefined && isAmong(name, some))) return 'yes';
	return all.includes(undefined) ? 'unknown' : 'no';
}

async function askHost(ask: Ask, host: string, asked: readonly Asked[]): Promise<Told> {
	const all = distinct(asked.map(({ question }) => question));
	const questions = all.slice(0, most.questions);
	const left = all.length - questions.length;
	const plain = await askPlain(ask, host, questions.filter(isPlain));
	if (!plain.ok) return { said: new Map(), names: new Map(), unread: plain.failure, left };
	const { said, packages } = plain.value;
	await askPrograms(
		ask,
		host,
		questions.filter((one) => one.is === 'subcommand'),
		said,
	);
	const ofNames = questions.filter((one) => one.is === 'engine');
	const engine = await readNames(ask, host, new Set(ofNames.flatMap(({ of }) => of)));
	for (const one of ofNames) said.set(keyOf(one), engineSaid(one, engine.names));
	return { said, left, ...engine, ...known({ packages }) };
}

/** Asks hosts what documents want of them; each by itself, so that one which hangs or refuses costs the others nothing. */
export async function askHosts(
	ask: Ask,
	asked: readonly Asked[],
	tell: (line: string) => void,
): Promise<ReadonlyMap<string, Told>> {
	const inTurn = makeTurns(most.hosts);
	const told = [...Map.groupBy(asked, ({ host }) => host)].map(([host, ofHost]) =>
		inTurn(async () => {
			tell(`${host}: asking whether what is named is there`);
			const one = await askHost(ask, host, ofHost);
			tell(`${host}: ${one.unread === undefined ? 'has answered' : 'could not be asked'}`);
			return [host, one] as const;
		}),
	);
	return new Map(await Promise.all(told));
}
