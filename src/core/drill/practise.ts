import type { Event } from '../event.ts';
import type { Plan } from '../plan.ts';
import type { WalkLine } from '../runbook/walk.ts';
import { pointedId } from '../select/pointed.ts';
import type { State } from '../state.ts';
import { drillOf } from './drills/index.ts';
import type { Drill } from './model.ts';
import { isOver, type Practice, sinceOf } from './practice.ts';
import { canCure, isAbout, isHarmless, turnOf, wentWell } from './wrong.ts';

type Of<T extends Event['type']> = Extract<Event, { readonly type: T }>;

/** Time that passes. Before it breaks none does, and a clock that goes backward takes none back. */
function ticked(so: Practice, { at }: Event): Practice {
	if (at === so.at) return so;
	return { ...so, at, spent: so.spent + Math.max(0, at - sinceOf(so)) };
}

/** The events that a key makes and that can be about a service. What opens by itself or is only typed is none of them. */
const keyed: ReadonlySet<Event['type']> = new Set<Event['type']>([
	...(['row/selected', 'screen/opened', 'view/scrolled', 'logs/moved', 'action/wanted'] as const),
	...(['walk/wanted', 'walk/run', 'walk/did', 'plan/asked', 'plan/agreed', 'shell/agreed'] as const),
]);

function touched(so: Practice, event: Event, after: State): Practice {
	if (so.key !== undefined || !keyed.has(event.type)) return so;
	if (event.type === 'row/selected' && event.rested === true) return so;
	const isNamed =
		(event.type === 'action/wanted' && event.service === so.of) || (event.type === 'walk/wanted' && event.of === so.of);
	return isNamed || pointedId(after) === so.of ? { ...so, key: so.spent } : so;
}

/** The line of a walk that an event brings: as it was written down, or as it is only remembered here. */
function walkedIn(event: Event): Pick<WalkLine, 'run' | 'did'> | undefined {
	if (event.type === 'walk/noted') return event.line;
	return event.type === 'plan/noted' && event.entry.what === 'walked' ? event.entry : undefined;
}

/** A step of a walk about what is broken that said something. */
function saidBy(event: Event, after: State, of: string): string | undefined {
	const line = walkedIn(event);
	if (line?.did.is !== 'came') return undefined;
	const head = after.walks[line.run]?.walk.head;
	return head?.of === of ? `a step of the runbook ${head.runbook}` : undefined;
}

const screenWords: { readonly [S in State['ui']['screen']]?: string } = {
	service: 'its Service screen',
	logs: 'its log',
	releases: 'its releases',
	hosts: 'Hosts',
	backups: 'Backups',
};

function lookedAt({ ui, ...after }: State, { tells }: Drill, of: string): string | undefined {
	if (!tells.includes(ui.screen)) return undefined;
	// What Backups and Hosts list stands there whole, whatever row the cursor is on.
	const isWhole = ui.screen === 'backups' || ui.screen === 'hosts';
	return isWhole || pointedId({ ui, ...after }) === of ? screenWords[ui.screen] : undefined;
}

function diagnosed(so: Practice, event: Event, after: State, drill: Drill): Practice {
	// What is looked at before anything can be seen of it tells no cause.
	if (so.diagnosed !== undefined || so.ill === undefined) return so;
	const by = saidBy(event, after, so.of) ?? lookedAt(after, drill, so.of);
	return by === undefined ? so : { ...so, diagnosed: { after: so.spent, by } };
}

function confirmed(so: Practice, { confirmed: { plan } }: Of<'plan/confirmed'>, drill: Drill): Practice {
	if (isHarmless(plan) || plan.id === so.breaking) return so;
	if (isAbout(plan, so.of)) {
		// Who confirms what ends it knows by then, wherever that was read.
		const known = so.diagnosed === undefined && canCure(plan, drill);
		const by = known ? { diagnosed: { after: so.spent, by: 'the plan that can end it' } } : {};
		return { ...so, under: [...so.under, plan.id], ...by };
	}
	return { ...so, wrong: [...so.wrong, { is: 'elsewhere', after: so.spent, what: plan.title }] };
}

function ended(so: Practice, { run, outcome }: Of<'run/ended'>, plan: Plan | undefined, drill: Drill): Practice {
	if (plan === undefined || !so.under.includes(run)) return so;
	const under = so.under.filter((one) => one !== run);
	const wrong = so.left === true ? undefined : turnOf(plan, outcome, drill, so.spent);
	const helped = wrong === undefined && wentWell(plan, outcome) ? { helped: plan.title } : {};
	return { ...so, under, ...helped, wrong: wrong === undefined ? so.wrong : [...so.wrong, wrong] };
}

function planned(so: Practice, event: Event, after: State, drill: Drill): Practice {
	if (event.type === 'plan/confirmed') return confirmed(so, event, drill);
	if (event.type === 'run/ended') return ended(so, event, after.runs[event.run]?.plan, drill);
	return so;
}

function conditioned(so: Practice, { conditions }: State): Practice {
	const is = conditions[so.of]?.is;
	if (is === 'ok') return so.ill === undefined || so.well !== undefined ? so : { ...so, well: so.spent };
	const { well, ...rest } = so;
	const fell = well === undefined ? so : rest;
	// That nothing is known is no sign that it broke.
	return is === 'down' || is === 'degraded' ? (so.ill === true ? fell : { ...fell, ill: true }) : fell;
}

/** It counts once it has stayed ok for long enough, and no plan on it is under way any more. */
function settled(so: Practice, { holds }: Drill): Practice {
	if (so.well === undefined || so.under.length > 0 || so.spent - so.well < holds) return so;
	return { ...so, stage: so.left === true ? 'given up' : 'recovered', spent: so.well };
}

/** A real drill until it is broken: the plan that breaks it is made, left, or carried out. */
function breaking(so: Practice, event: Event): Practice {
	if (event.type === 'plan/made' && event.plan.want.action === 'stop' && event.plan.want.drill === so.drill)
		return { ...so, stage: 'breaking', breaking: event.plan.id };
	if (event.type === 'plan/refused' && event.service === so.of) return { ...so, stage: 'off' };
	if (event.type === 'plan/closed' && event.run === so.breaking) return { ...so, stage: 'off' };
	if (event.type !== 'run/ended' || event.run !== so.breaking) return so;
	const isBack = event.outcome === 'REFUSED' || event.outcome === 'UNDONE' || event.outcome === 'FAILED, UNDONE';
	return isBack ? { ...so, stage: 'off' } : { ...so, stage: 'broken', from: event.at, at: event.at };
}

function givenUp(so: Practice): Practice {
	return so.real === true ? { ...so, left: true } : { ...so, left: true, stage: 'given up' };
}

/** A drill after an event: the fold that its score is. `after`: the state after the event, but for the drill itself. */
export function practised(before: Practice, event: Event, after: State): Practice {
	const drill = drillOf(before.drill);
	if (drill === undefined || isOver(before) || before.stage === 'off') return before;
	if (before.stage !== 'broken') return breaking(before, event);
	if (event.at < before.from && before.spent === 0) return before;
	const ill = conditioned(ticked(before, event), after);
	if (event.type === 'drill/given up') return givenUp(ill);
	const looked = diagnosed(touched(ill, event, after), event, after, drill);
	return settled(planned(looked, event, after, drill), drill);
}
