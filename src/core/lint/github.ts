import type { Level, Linted } from './model.ts';

const commands: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/** A message in a workflow command: what would end it is escaped (docs.github.com, "Workflow commands"). */
const message = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** A value of a property, in which colons and commas count as well. */
const property = (text: string): string => message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** What was found, as GitHub shows it beside the lines: one workflow command a finding. */
export function githubText(all: readonly Linted[]): string {
	return all
		.flatMap(({ path, findings }) =>
			findings.map(
				({ line, level, rule, says, instead }) =>
					`::${commands[level]} file=${property(path)},line=${line},title=${property(rule)}::${message(`${says}. Instead: ${instead}`)}`,
			),
		)
		.join('\n');
}
