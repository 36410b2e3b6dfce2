import { nearest } from '../../config/nearest.ts';
import { sentence } from '../../failure-text.ts';
import { pastableWord } from '../../quote.ts';
import type { Finding } from '../model.ts';
import { type Asked, keyOf, type Question, type Told } from './model.ts';

type Said = Pick<Finding, 'rule' | 'level' | 'says' | 'instead'>;

/** So many further lines of one thing are named, and so many names of an engine are compared. */
const most = { lines: 8, compared: 2000 };

/** What installs a package, by the program that does it. */
const installs: Readonly<Record<string, string>> = {
	'apt-get': 'apt-get install',
	...{ dnf: 'dnf install', yum: 'yum install', zypper: 'zypper install' },
	...{ apk: 'apk add', pacman: 'pacman -S', brew: 'brew install' },
};

function ofProgram(host: string, { name, root }: Extract<Question, { is: 'program' }>, { packages = '' }: Told): Said {
	const install = installs[packages];
	const there =
		name.startsWith('/') || install === undefined
			? 'install it there'
			: `${install} ${name} there, or the package that has it`;
	return {
		...{ rule: 'host-lacks-program', level: 'error' },
		says: `${host} has no \`${name}\`${root ? ', not even for root' : ''}`,
		instead: `${there}; or a host that has it ({host=…})`,
	};
}

function ofEngine(host: string, { name, of }: Extract<Question, { is: 'engine' }>, { names }: Told): Said {
	const all = of.flatMap((kind) => names.get(kind) ?? []).filter((one) => !/^[0-9a-f]{12,64}$/.test(one));
	const near = nearest(name, all.slice(0, most.compared));
	const list =
		of.length > 1
			? 'docker ps -a'
			: {
					container: 'docker ps -a',
					volume: 'docker volume ls',
					network: 'docker network ls',
					service: 'docker service ls',
					image: 'docker image ls',
				}[of[0] ?? 'container'];
	return {
		...{ rule: 'host-lacks-name', level: 'warning' },
		says: `the engine of ${host} has no ${of.join(', ').replace(/, (\w+)$/, ' or $1')} \`${name}\``,
		instead: near === undefined ? `a name that \`${list}\` has there` : `perhaps ${near}`,
	};
}

/** What is wrong where the answer to a question is no. */
function wrong(host: string, question: Question, told: Told): Said {
	const { name } = question;
	const level = 'warning';
	switch (question.is) {
		case 'program':
			return ofProgram(host, question, told);
		case 'engine':
			return ofEngine(host, question, told);
		case 'subcommand':
			return {
				...{ rule: 'host-lacks-subcommand', level: 'error' },
				says: `\`${question.program}\` of ${host} has no \`${name}\``,
				instead: `install the plugin that has it there; \`${question.ask.join(' ')}\` says whether it is there`,
			};
		case 'file':
		case 'folder':
			return {
				...{ rule: 'host-lacks-path', level },
				says: `${host} has no ${question.is === 'folder' ? 'folder' : 'file or folder'} \`${name}\``,
				instead: 'the path as it is there, or a step before this one that makes it',
			};
		case 'name':
			return {
				...{ rule: 'name-unresolved', level },
				says: `\`${name}\` does not resolve on ${host}`,
				instead: `the name as the DNS has it now, or a resolver there that answers: \`getent hosts ${pastableWord(name)}\``,
			};
		case 'variable':
			return {
				...{ rule: 'variable-unset', level },
				says: `nothing sets $${name}: neither this block, which is run in a shell of its own, nor what ${host} gives to a command of a walk`,
				instead: 'set it in this block; or write a value of the runbook, {{name}}, and a word about it in `variables:`',
			};
	}
}

/** The other lines on which the same is asked for, in words. */
function elsewhere(lines: readonly number[]): string {
	if (lines.length === 0) return '';
	const more = lines.length > most.lines ? ' …' : '';
	return ` (also on line${lines.length === 1 ? '' : 's'} ${lines.slice(0, most.lines).join(', ')}${more})`;
}

function unread(
	line: number,
	host: string,
	{ unread: failure, engineUnread, left }: Told,
	engineLine: number | undefined,
): readonly Finding[] {
	const found: Finding[] = [];
	if (failure !== undefined)
		found.push({
			...{ line, rule: 'host-unread', level: 'error' },
			says: `${host} could not be asked: ${sentence(failure.message).slice(0, -1)}`,
			instead: failure.fix ?? '`watchdeck check` says what is wrong with its connection',
		});
	else if (engineUnread !== undefined && engineLine !== undefined)
		found.push({
			...{ line: engineLine, rule: 'engine-unread', level: 'warning' },
			says: `the engine of ${host} could not be asked: ${sentence(engineUnread.message).slice(0, -1)}`,
			instead: engineUnread.fix ?? '`watchdeck check` says what is wrong with it',
		});
	if (left > 0)
		found.push({
			...{ line, rule: 'not-all-asked', level: 'note' },
			says: `${left} questions to ${host} were too many, and were not asked`,
			instead: 'fewer documents at once',
		});
	return found;
}

/** What is wrong on one host, each thing at the line that first asks for it. */
function onHost(host: string, asked: readonly Asked[], told: Told): readonly Finding[] {
	const line = Math.min(...asked.map((one) => one.line));
	const engineLines = asked.flatMap((one) => (one.question.is === 'engine' ? one.line : []));
	const engineLine = engineLines.length === 0 ? undefined : Math.min(...engineLines);
	const groups = Map.groupBy(
		asked.toSorted((a, b) => a.line - b.line),
		({ question }) => keyOf(question),
	);
	const lacking = [...groups].flatMap(([key, [first, ...more]]): readonly Finding[] => {
		if (first === undefined || told.said.get(key) !== 'no') return [];
		const { says, ...rest } = wrong(host, first.question, told);
		const others = [...new Set(more.map((one) => one.line))].filter((one) => one !== first.line);
		return [{ line: first.line, ...rest, says: `${says}${elsewhere(others)}` }];
	});
	return [...unread(line, host, told, engineLine), ...lacking];
}

/** What is wrong in a document by what its hosts told. What a host could not tell is not said. */
export function hostFindings(asked: readonly Asked[], told: ReadonlyMap<string, Told>): readonly Finding[] {
	return [...Map.groupBy(asked, ({ host }) => host)].flatMap(([host, ofHost]) => {
		const one = told.get(host);
		return one === undefined ? [] : onHost(host, ofHost, one);
	});
}
