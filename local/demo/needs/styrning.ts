import type { Story } from '../story.ts';

const styr = { leadArea: 'styrning' } as const;

export const styrning: readonly Story[] = [
  {
    title: 'Rekrytering av adjunkter tar sju månader',
    problem:
      'Från att vi beslutar att anställa till att någon är på plats går det sju månader. De bästa har då tagit ett annat arbete.',
    affected: 'Institutionens ämnesansvariga, i år nio rekryteringar.',
    cause: 'Varje ansökan bedöms av två sakkunniga, också när det bara finns en behörig.',
    effect: 'Vi bemannar med timlärare, som kostar mer.',
    school: 'lararutbildning',
    areas: ['styrning'],
    by: 'Bengt Ahlström',
    came: -35,
    steps: [
      [-34, 'take'],
      [
        -23,
        'coordinate',
        {
          ...styr,
          responsible: 'hr',
          departments: ['ledning-ekonomi'],
          actualNeed: 'En kortare väg för adjunkter, med en sakkunnig och fasta tider för möten.',
          whyItArose: 'Ordningen för professorer används för alla.',
          size: 'M',
        },
      ],
      [-20, 'raise'],
      [
        -4,
        'advise',
        {
          advice: 'do',
          priority: 'medium',
          goals: ['goals'],
          insteadOf: ['Digital löneöversyn'],
          reason: 'Fakultetsnämnden har ställt sig bakom.',
        },
      ],
    ],
  },
  {
    title: 'Beställning av resor går genom tre godkännanden',
    problem:
      'En tågresa till Stockholm godkänns av chef, ekonom och prefekt. När svaret kommer har biljetten blivit dubbelt så dyr.',
    affected: 'Alla som reser i tjänsten, omkring 700 resor per år hos oss.',
    school: 'kultur-samhalle',
    areas: ['styrning'],
    by: 'Ingrid Söderlund',
    came: -45,
    steps: [
      [-44, 'take'],
      [
        -37,
        'coordinate',
        {
          ...styr,
          responsible: 'ledning-ekonomi',
          actualNeed: 'Ett godkännande för resor inom landet under 3 000 kronor.',
          whyItArose: 'Reglerna skärptes under ett år med underskott och har inte ändrats sedan dess.',
          size: 'S',
        },
      ],
      [-35, 'bypass', { reason: 'one-department' }],
      [-4, 'approve', { reason: 'Gränsen prövas under ett år.' }],
    ],
  },
  {
    title: 'E-arkiv för handlingar i pappersakter',
    problem:
      'Personal- och studentakter från 1998 till 2010 finns bara på papper i ett förråd som ska rivas.',
    affected: 'Arkivet, HR och alla som begär ut handlingar.',
    ifNothing: 'Arkivlagen kräver att handlingarna bevaras. Från nästa år har de ingen plats.',
    deadline: [110, 'law'],
    school: 'sprak-litteratur-larande',
    areas: ['styrning'],
    by: 'Mikael Dahlin',
    came: -132,
    steps: [
      [-131, 'take'],
      [
        -120,
        'coordinate',
        {
          ...styr,
          responsible: 'ledning-ekonomi',
          departments: ['hr', 'fastighet-campus'],
          actualNeed: 'Akterna skannade till e-arkivet, och en arkivlokal för det som inte får förstöras.',
          whyItArose: 'Förrådet sades upp utan att arkivet tillfrågades.',
          size: 'L',
        },
      ],
      [-118, 'bypass', { reason: 'legal-deadline' }],
      [-114, 'approve', {}, 'hr'],
      [-112, 'approve', {}, 'fastighet-campus'],
      [-111, 'approve'],
      [-104, 'start', { plannedEnd: 75 }],
      [-30, 'comment', { text: 'Hälften av akterna är skannade.', audience: 'submitter' }],
    ],
  },
  {
    title: 'Friskvårdstimme på arbetstid för all personal',
    problem: 'Många sitter stilla hela dagen. Vi vill att alla ska få en timme i veckan för att röra på sig.',
    affected: 'All personal på institutionen.',
    school: 'halsa-valfard',
    areas: ['styrning'],
    by: 'Petra Nilsson',
    came: -118,
    steps: [
      [-117, 'take'],
      [
        -111,
        'coordinate',
        {
          ...styr,
          responsible: 'hr',
          actualNeed: 'Mindre ont i axlar och rygg hos dem som sitter stilla.',
          whyItArose: 'Sjukfrånvaron har ökat två år i rad.',
          size: 'L',
        },
      ],
      [-109, 'raise'],
      [
        -98,
        'advise',
        {
          advice: 'dont',
          priority: 'low',
          reason: 'Kostar lika mycket som 14 tjänster. Höj hellre friskvårdsbidraget.',
        },
      ],
      [-94, 'decline', { reason: 'Vi följer rådet och tar upp friskvårdsbidraget i årets budget.' }],
    ],
  },
  {
    title: 'Nya chefer får ingen introduktion i ekonomi',
    problem:
      'Den som blir avdelningschef får en budget att ansvara för, men ingen visar hur den läses eller följs upp.',
    affected: 'Sex till åtta nya chefer per år.',
    cause: 'Introduktionen upphörde när den som höll i den gick i pension.',
    school: 'information-teknik',
    areas: ['styrning'],
    by: 'Roland Ask',
    came: -80,
    steps: [
      [-79, 'take'],
      [
        -73,
        'coordinate',
        {
          ...styr,
          responsible: 'ledning-ekonomi',
          departments: ['hr'],
          actualNeed: 'En halv dag med en ekonom under den första månaden, och en mentor.',
          whyItArose: 'Ingen har haft det som uppgift.',
          size: 'S',
        },
      ],
      [-71, 'raise'],
      [-59, 'advise', { advice: 'do', priority: 'medium' }],
      [-56, 'approve', {}, 'hr'],
      [-54, 'approve'],
      [-49, 'start', { plannedEnd: -14 }],
      [
        -17,
        'complete',
        { outcome: 'Introduktionen ges första tisdagen varje månad. Tre chefer har gått den.' },
      ],
    ],
  },
  {
    title: 'Inköp under 50 000 kronor utan tre offerter',
    problem:
      'Regeln om tre offerter gäller också en mikrofon för 900 kronor. Vi lägger mer arbetstid på inköpet än vad varan kostar.',
    affected: 'Alla som handlar åt sin institution.',
    school: 'kultur-samhalle',
    areas: ['styrning'],
    by: 'Anders Björkman',
    came: -144,
    steps: [
      [-143, 'ask', { question: 'Vet ni ungefär hur många inköp det handlar om?' }],
      [
        -118,
        'coordinate',
        {
          ...styr,
          responsible: 'ledning-ekonomi',
          actualNeed: 'En beloppsgräns under vilken en offert räcker.',
          whyItArose: 'Den gamla gränsen togs bort när riktlinjen skrevs om.',
          size: 'S',
        },
      ],
      [-116, 'bypass', { reason: 'one-department' }],
      [-112, 'approve'],
      [-105, 'start', { plannedEnd: -62 }],
      [-60, 'complete', { outcome: 'Under 25 000 kronor räcker en offert. Riktlinjen är ändrad.' }],
    ],
  },
];
