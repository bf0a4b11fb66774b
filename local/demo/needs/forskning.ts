import type { Story } from '../story.ts';

const forsk = { leadArea: 'forskning' } as const;

export const forskning: readonly Story[] = [
  {
    title: 'Vart vänder man sig med en etikansökan?',
    problem:
      'Våra forskare frågar biblioteket, juristen och varandra. Svaren skiljer sig åt, och två ansökningar har kommit tillbaka för att bilagor saknades.',
    affected: 'Omkring 25 projekt per år vid institutionen.',
    cause: 'Stödet finns på tre avdelningar, utan en gemensam ingång.',
    school: 'halsa-valfard',
    areas: ['forskning'],
    by: 'Magnus Thorell',
    came: -8,
    steps: [
      [
        -6,
        'ask',
        { question: 'Gäller det bara ansökan om etikprövning, eller också avtal om delning av data?' },
      ],
      [-4, 'answer', { answer: 'Båda. Det är ofta samma projekt, och samma person som frågar.' }],
    ],
  },
  {
    title: 'Lagring av forskningsdata med känsliga personuppgifter',
    problem:
      'Intervjuer och patientdata ligger på hårddiskar i låsta skåp. Det går inte att arbeta tillsammans i ett projekt, och ingen kopia finns.',
    affected: '14 forskningsprojekt och sju doktorander.',
    ifNothing: 'Vi följer varken dataskyddsförordningen eller finansiärernas krav.',
    deadline: [50, 'law'],
    school: 'halsa-valfard',
    areas: ['forskning'],
    by: 'Magnus Thorell',
    came: -46,
    steps: [
      [-45, 'take'],
      [
        -32,
        'coordinate',
        {
          ...forsk,
          responsible: 'utbildning-forskning',
          departments: ['it', 'biblioteket'],
          actualNeed:
            'En lagring för känsliga data med behörighet för varje projekt, kopia varje natt och stöd för att gallra.',
          whyItArose: 'Den gemensamma lagringen är inte klassad för känsliga personuppgifter.',
          size: 'L',
        },
      ],
      [-29, 'raise'],
      [
        -8,
        'advise',
        {
          advice: 'do',
          priority: 'high',
          goals: ['strategy', 'assignment', 'goals'],
          insteadOf: ['Nya avtal om öppen publicering'],
          reason: 'Krävs av lag och av finansiärerna.',
        },
      ],
      [-6, 'approve', {}, 'biblioteket'],
    ],
  },
  {
    title: 'Doktoranders individuella studieplaner på ett ställe',
    problem:
      'Studieplanerna är dokument som mejlas mellan doktorand, handledare och studierektor. Vilken version som gäller vet man inte.',
    affected: '62 doktorander och deras handledare.',
    cause: 'Systemet för forskarutbildning har aldrig införts hos oss.',
    school: 'kultur-samhalle',
    areas: ['forskning'],
    by: 'Elisabet Kron',
    came: -108,
    steps: [
      [-107, 'take'],
      [
        -95,
        'coordinate',
        {
          ...forsk,
          responsible: 'utbildning-forskning',
          actualNeed: 'Studieplaner i ett system, med underskrift och påminnelse om årlig uppföljning.',
          whyItArose: 'Varje fakultet har haft en egen mall.',
          size: 'M',
        },
      ],
      [-92, 'raise'],
      [-81, 'advise', { advice: 'do', priority: 'medium', goals: ['assignment'] }],
      [-78, 'approve'],
      [-70, 'start', { plannedEnd: 42 }],
      [-16, 'pause', { reason: 'Projektledaren är föräldraledig. En ersättare börjar om en månad.' }],
    ],
  },
  {
    title: 'Ekonomisk uppföljning av projekt varje månad',
    problem:
      'Projektledare får sin uppföljning tre gånger om året. När de ser att pengarna inte räcker är det för sent.',
    affected: '40 projektledare.',
    school: 'information-teknik',
    areas: ['forskning'],
    by: 'Roland Ask',
    came: -86,
    steps: [
      [-85, 'take'],
      [
        -76,
        'coordinate',
        {
          ...forsk,
          responsible: 'ledning-ekonomi',
          actualNeed: 'En enkel rapport till varje projektledare den femte varje månad.',
          whyItArose: 'Rapporten görs för hand av en controller.',
          size: 'M',
        },
      ],
      [-73, 'raise'],
      [-58, 'advise', { advice: 'later', priority: 'medium', reason: 'Ekonomisystemet byts ut under året.' }],
      [-55, 'defer', { reason: 'Vi gör rapporten i det nya ekonomisystemet.', reviewDate: 70 }],
    ],
  },
  {
    title: 'Stöd för ansökningar till EU:s forskningsprogram',
    problem: 'Vi söker sällan som koordinator, eftersom ingen hinner med budget och administrativa delar.',
    affected: 'Fem forskargrupper.',
    goal: 'Minst två ansökningar per år med oss som koordinator.',
    school: 'information-teknik',
    areas: ['forskning'],
    by: 'Roland Ask',
    came: -238,
    steps: [
      [-237, 'take'],
      [
        -227,
        'coordinate',
        {
          ...forsk,
          responsible: 'utbildning-forskning',
          departments: ['ledning-ekonomi'],
          actualNeed: 'En grupp som skriver budget och administrativa delar åt den som söker.',
          whyItArose: 'Stödet är utspritt på tre handläggare.',
          size: 'L',
        },
      ],
      [-223, 'raise'],
      [
        -209,
        'advise',
        {
          advice: 'do',
          priority: 'high',
          goals: ['strategy'],
          reason: 'Externa medel är ett av målen i strategin.',
        },
      ],
      [-206, 'approve', {}, 'ledning-ekonomi'],
      [-203, 'approve'],
      [-193, 'start', { plannedEnd: -143 }],
      [
        -151,
        'reschedule',
        { plannedEnd: -113, reason: 'Rekryteringen av en koordinator tar längre tid än planerat.' },
      ],
      [-111, 'complete', { outcome: 'Gruppen har fyra personer och har hjälpt till med tre ansökningar.' }],
      [
        -85,
        'evaluate',
        { solved: 'partly', words: 'Budgeten går bra nu. Vi saknar fortfarande någon som läser avtalen.' },
      ],
    ],
  },
];
