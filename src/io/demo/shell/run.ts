import { docker } from './docker.ts';
import { hostPrograms } from './host-programs.ts';
import { type Program, refused, type Said, type Shell } from './model.ts';
import { type Pipeline, parse } from './parse.ts';
import { textPrograms } from './text-programs.ts';

const programs: Readonly<Record<string, Program | undefined>> = { docker, ...hostPrograms, ...textPrograms };

/** What cannot be answered here says so, and is not made up. */
const simulated = 'this host is simulated, and answers few commands';

/** `sudo -n PROGRAM`, `timeout 15 PROGRAM`: the program alone. */
function bare([first = '', ...rest]: readonly string[]): readonly string[] {
	if (first === 'sudo') return bare(rest[0] === '-n' ? rest.slice(1) : rest);
	return first === 'timeout' && rest.length > 1 ? bare(rest.slice(1)) : [first, ...rest];
}

function ranOne(words: readonly string[], shell: Shell, input: string): Said {
	const [name = '', ...rest] = bare(words);
	const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
	if (program === undefined) return refused(`sh: ${name}: not found (${simulated})`, 127);
	return (
		program(rest, shell, input) ??
		refused(`${[name, ...rest].join(' ').slice(0, 200)}: not known here (${simulated})`, 2)
	);
}

function ranAll({ commands }: Pipeline, shell: Shell): Said {
	return commands.reduce<Said>(
		(before, words) => {
			const { code, out, err } = ranOne(words, shell, before.out);
			return { code, out, err: before.err + err };
		},
		{ code: 0, out: '', err: '' },
	);
}

/** Runs a script on a simulated host, as far as that goes. */
export function runScript(script: string, shell: Shell): Said {
	const parsed = parse(script);
	if (!parsed.ok) return refused(`sh: ${JSON.stringify(parsed.sign)} is beyond this shell (${simulated})`, 2);
	return parsed.pipelines.reduce<Said>(
		(before, pipeline) => {
			if (pipeline.and && before.code !== 0) return before;
			const { code, out, err } = ranAll(pipeline, shell);
			return { code, out: before.out + out, err: before.err + err };
		},
		{ code: 0, out: '', err: '' },
	);
}
