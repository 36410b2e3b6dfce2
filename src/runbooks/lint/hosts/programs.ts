import type { Question } from '../../../core/lint/hosts/model.ts';
import type { Seen } from '../source.ts';
import { literal } from './step.ts';

/** What shells have themselves, and those of them that not every `sh` has. */
const builtins = new Set(
	'. : [ [[ alias bg bind break builtin caller case cd command compgen complete compopt continue declare dirs disown do done echo enable esac eval exec exit export false fc fg fi for function getopts hash help history if in jobs kill let local logout mapfile popd printf pushd pwd read readarray readonly return select set shift shopt source suspend test then time times trap true type typeset ulimit umask unalias unset until wait while { }'.split(
		' ',
	),
);
const functionName = /(?:^|[\s;&|(){}])(?:function\s+([\w.:-]+)|([\w.:-]+)[ \t]*\([ \t]*\))/g;
const aliased = /\balias\s+([\w.-]+)=/g;
const looked = /\b(?:command\s+-[vV]|which|type|hash)\s+([\w./-]+)/g;
const installed = /\b(?:install|add|-S|get)\s+([^\n;|&]+)/g;

/** Names that a document defines, looks for or installs itself, so that they need not be there before. */
export function ownPrograms(text: string): ReadonlySet<string> {
	const one = [functionName, aliased, looked].flatMap((form) =>
		[...text.matchAll(form)].flatMap(([, first, second]) => first ?? second ?? []),
	);
	const several = [...text.matchAll(installed)].flatMap(([, words = '']) => words.split(/\s+/));
	return new Set([...one, ...several]);
}

/** The program that a command starts; none where that is known only when it is run, or where it lies in some folder. */
export function programOf({ found }: Seen, root: boolean, own: ReadonlySet<string>): readonly Question[] {
	const [first] = found.words;
	const name = first === undefined ? undefined : literal(first);
	if (name === undefined || builtins.has(name) || own.has(name)) return [];
	const fits = /^[A-Za-z\d_][\w.+-]*$/.test(name) || /^\/[\w./+-]+$/.test(name);
	return fits ? [{ is: 'program', name, root }] : [];
}
