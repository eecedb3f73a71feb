"""What reminders to pay and statements of account say, in the language of the customer."""

from dataclasses import dataclass

LEVELS = (1, 2, 3)
LIST = "{{list}}"
"""A paragraph of its own in a reminder: there stands what is open."""


def _letter(subject: str, before: str, after: str, close: str) -> tuple[str, str]:
    """Subject and text."""
    return subject, f"{{{{salutation}}}}\n\n{before}\n\n{LIST}\n\n{after}\n\n{close}\n\n{{{{own.name}}}}"


_REMINDERS = {
    "en": (
        _letter("Payment reminder",
         "Perhaps it slipped your notice: we have not received a payment for what is listed below.",
         "We ask you to pay {{sum}} by {{until}}. If the payment is on its way already, please disregard this letter.",
         "Kind regards,"),
        _letter("Second payment reminder",
         "In spite of our reminder the following is still open.",
         "Please pay {{sum}} by {{until}}. If anything stands in the way, tell us: we will find a solution.",
         "Kind regards,"),
        _letter("Final reminder",
         "Twice we have reminded you of what is listed below, and it has not been paid.",
         "We ask you for the last time to pay {{sum}} by {{until}}. After that day we will take further steps, whose"
         " costs you would have to bear.",
         "Kind regards,"),
    ),
    "de": (
        _letter("Zahlungserinnerung",
         "sicher ist es Ihrer Aufmerksamkeit entgangen: Für das Folgende haben wir noch keine Zahlung erhalten.",
         "Bitte zahlen Sie {{sum}} bis zum {{until}}. Sollte sich Ihre Zahlung mit diesem Schreiben gekreuzt haben,"
         " betrachten Sie es als gegenstandslos.",
         "Mit freundlichen Grüßen"),
        _letter("2. Mahnung",
         "trotz unserer Erinnerung sind die folgenden Posten noch offen.",
         "Bitte zahlen Sie {{sum}} bis zum {{until}}. Sollte etwas dagegensprechen, sagen Sie es uns: Wir finden eine"
         " Lösung.",
         "Mit freundlichen Grüßen"),
        _letter("Letzte Mahnung",
         "zweimal haben wir Sie an die folgenden Posten erinnert, ohne dass sie bezahlt wurden.",
         "Wir bitten Sie ein letztes Mal, {{sum}} bis zum {{until}} zu zahlen. Danach leiten wir weitere Schritte ein,"
         " deren Kosten zu Ihren Lasten gehen.",
         "Mit freundlichen Grüßen"),
    ),
    "fr": (
        _letter("Rappel de paiement",
         "Sauf erreur de notre part, nous n’avons pas encore reçu le règlement des factures ci-dessous.",
         "Nous vous prions de régler {{sum}} avant le {{until}}. Si votre paiement est déjà en route, veuillez ne pas"
         " tenir compte de cette lettre.",
         "Cordialement,"),
        _letter("Deuxième rappel",
         "Malgré notre rappel, les factures suivantes restent impayées.",
         "Merci de régler {{sum}} avant le {{until}}. En cas de difficulté, parlons-en : nous trouverons une solution.",
         "Cordialement,"),
        _letter("Dernier rappel avant mise en demeure",
         "Nous vous avons déjà rappelé deux fois les factures ci-dessous, sans règlement de votre part.",
         "Nous vous demandons une dernière fois de régler {{sum}} avant le {{until}}. Passé ce délai, nous engagerons"
         " des démarches dont les frais seront à votre charge.",
         "Cordialement,"),
    ),
    "es": (
        _letter("Recordatorio de pago",
         "Quizá se le haya pasado: todavía no hemos recibido el pago de lo siguiente.",
         "Le rogamos que pague {{sum}} antes del {{until}}. Si el pago ya está en camino, no tenga en cuenta esta"
         " carta.",
         "Atentamente,"),
        _letter("Segundo recordatorio de pago",
         "A pesar de nuestro recordatorio, lo siguiente sigue pendiente.",
         "Le rogamos que pague {{sum}} antes del {{until}}. Si hay algún inconveniente, díganoslo y buscaremos una"
         " solución.",
         "Atentamente,"),
        _letter("Último requerimiento de pago",
         "Le hemos recordado dos veces lo siguiente, sin haber recibido el pago.",
         "Le pedimos por última vez que pague {{sum}} antes del {{until}}. Después tomaremos otras medidas, cuyos"
         " gastos correrían por su cuenta.",
         "Atentamente,"),
    ),
    "pt": (
        _letter("Lembrete de pagamento",
         "Talvez tenha passado despercebido: ainda não recebemos o pagamento do que segue.",
         "Pedimos que pague {{sum}} até {{until}}. Se o pagamento já foi feito, desconsidere esta carta.",
         "Atenciosamente,"),
        _letter("Segundo lembrete de pagamento",
         "Apesar do nosso lembrete, o que segue continua em aberto.",
         "Pedimos que pague {{sum}} até {{until}}. Se houver alguma dificuldade, fale conosco: encontraremos uma"
         " solução.",
         "Atenciosamente,"),
        _letter("Último aviso de cobrança",
         "Já lembramos duas vezes do que segue, sem receber o pagamento.",
         "Pedimos pela última vez que pague {{sum}} até {{until}}. Depois dessa data tomaremos outras medidas, cujos"
         " custos ficarão por sua conta.",
         "Atenciosamente,"),
    ),
    "it": (
        _letter("Sollecito di pagamento",
         "Forse Le è sfuggito: non abbiamo ancora ricevuto il pagamento di quanto segue.",
         "La preghiamo di versare {{sum}} entro il {{until}}. Se il pagamento è già in corso, non tenga conto di questa"
         " lettera.",
         "Cordiali saluti,"),
        _letter("Secondo sollecito di pagamento",
         "Nonostante il nostro sollecito, quanto segue è ancora aperto.",
         "La preghiamo di versare {{sum}} entro il {{until}}. In caso di difficoltà ci contatti: troveremo una"
         " soluzione.",
         "Cordiali saluti,"),
        _letter("Ultimo sollecito di pagamento",
         "Abbiamo già sollecitato due volte quanto segue, senza ricevere il pagamento.",
         "Le chiediamo per l’ultima volta di versare {{sum}} entro il {{until}}. Trascorso tale termine procederemo"
         " diversamente, con spese a Suo carico.",
         "Cordiali saluti,"),
    ),
    "nl": (
        _letter("Betalingsherinnering",
         "Misschien is het u ontgaan: voor het onderstaande hebben wij nog geen betaling ontvangen.",
         "Wij vragen u {{sum}} uiterlijk {{until}} te betalen. Is de betaling al onderweg, dan kunt u deze brief als"
         " niet verzonden beschouwen.",
         "Met vriendelijke groet,"),
        _letter("Tweede betalingsherinnering",
         "Ondanks onze herinnering staat het volgende nog open.",
         "Wij vragen u {{sum}} uiterlijk {{until}} te betalen. Lukt dat niet, laat het ons weten: wij vinden een"
         " oplossing.",
         "Met vriendelijke groet,"),
        _letter("Laatste aanmaning",
         "Wij hebben u tweemaal aan het onderstaande herinnerd, zonder dat het is betaald.",
         "Wij verzoeken u voor de laatste maal {{sum}} uiterlijk {{until}} te betalen. Daarna nemen wij verdere"
         " stappen, waarvan de kosten voor uw rekening komen.",
         "Met vriendelijke groet,"),
    ),
    "ru": (
        _letter("Напоминание об оплате",
         "Возможно, это ускользнуло от вашего внимания: мы ещё не получили оплату по следующим счетам.",
         "Просим вас оплатить {{sum}} до {{until}}. Если платёж уже отправлен, считайте это письмо недействительным.",
         "С уважением,"),
        _letter("Повторное напоминание об оплате",
         "Несмотря на наше напоминание, следующие счета всё ещё не оплачены.",
         "Просим вас оплатить {{sum}} до {{until}}. Если что-то мешает, сообщите нам: мы найдём решение.",
         "С уважением,"),
        _letter("Последнее напоминание об оплате",
         "Мы дважды напоминали вам о следующих счетах, но они не оплачены.",
         "Просим вас в последний раз оплатить {{sum}} до {{until}}. После этого дня мы примем дальнейшие меры, расходы"
         " на которые лягут на вас.",
         "С уважением,"),
    ),
    "tr": (
        _letter("Ödeme hatırlatması",
         "Gözünüzden kaçmış olabilir: aşağıdakiler için henüz ödeme almadık.",
         "{{sum}} tutarını {{until}} tarihine kadar ödemenizi rica ederiz. Ödemeniz yoldaysa bu mektubu dikkate"
         " almayınız.",
         "Saygılarımızla,"),
        _letter("İkinci ödeme hatırlatması",
         "Hatırlatmamıza rağmen aşağıdakiler hâlâ açık.",
         "{{sum}} tutarını {{until}} tarihine kadar ödemenizi rica ederiz. Bir engel varsa bize bildirin: bir çözüm"
         " buluruz.",
         "Saygılarımızla,"),
        _letter("Son ödeme uyarısı",
         "Aşağıdakileri size iki kez hatırlattık; ödeme yapılmadı.",
         "{{sum}} tutarını {{until}} tarihine kadar ödemenizi son kez rica ederiz. Bu tarihten sonra masrafları size"
         " ait olmak üzere başka yollara başvuracağız.",
         "Saygılarımızla,"),
    ),
}  # fmt: skip
_WORDS = {
    "en": "Number|Date|Due|Total|Open|Fees so far|Reminder fee|To be paid|Statement of account|Text|Amount|Balance"
          "|Payment|Refund|Deposit|Balance on {day}|Carried over|You owe us nothing.|Please pay {sum}."
          "|You have {sum} in your favour.",
    "de": "Nummer|Datum|Fällig|Betrag|Offen|Bisherige Gebühren|Mahngebühr|Zu zahlen|Kontoauszug|Text|Betrag|Saldo"
          "|Zahlung|Rückzahlung|Anzahlung|Saldo am {day}|Übertrag|Es ist nichts offen.|Bitte zahlen Sie {sum}."
          "|Sie haben ein Guthaben von {sum}.",
    "fr": "Numéro|Date|Échéance|Total|Ouvert|Frais précédents|Frais de rappel|À payer|Relevé de compte|Texte|Montant"
          "|Solde|Paiement|Remboursement|Acompte|Solde au {day}|Report|Rien n’est dû.|Merci de régler {sum}."
          "|Vous avez {sum} en votre faveur.",
    "es": "Número|Fecha|Vence|Total|Pendiente|Gastos anteriores|Gastos de reclamación|A pagar|Estado de cuenta|Texto"
          "|Importe|Saldo|Pago|Devolución|Anticipo|Saldo a {day}|Saldo anterior|No hay nada pendiente."
          "|Le rogamos que pague {sum}.|Tiene {sum} a su favor.",
    "pt": "Número|Data|Vencimento|Total|Em aberto|Taxas anteriores|Taxa de cobrança|A pagar|Extrato de conta|Texto"
          "|Valor|Saldo|Pagamento|Reembolso|Entrada|Saldo em {day}|Saldo anterior|Nada está em aberto."
          "|Pedimos que pague {sum}.|Você tem {sum} de crédito.",
    "it": "Numero|Data|Scadenza|Totale|Aperto|Spese precedenti|Spese di sollecito|Da pagare|Estratto conto|Testo"
          "|Importo|Saldo|Pagamento|Rimborso|Acconto|Saldo al {day}|Riporto|Nulla è dovuto."
          "|La preghiamo di versare {sum}.|Ha un credito di {sum}.",
    "nl": "Nummer|Datum|Vervalt|Totaal|Open|Eerdere kosten|Aanmaningskosten|Te betalen|Rekeningoverzicht|Tekst|Bedrag"
          "|Saldo|Betaling|Terugbetaling|Aanbetaling|Saldo op {day}|Transport|Er staat niets open."
          "|Wij vragen u {sum} te betalen.|U hebt {sum} tegoed.",
    "ru": "Номер|Дата|Срок|Сумма|Долг|Прежние пени|Сбор за напоминание|К оплате|Выписка по счёту|Текст|Сумма|Сальдо"
          "|Платёж|Возврат|Предоплата|Сальдо на {day}|Перенос|Задолженности нет.|Просим оплатить {sum}."
          "|В вашу пользу {sum}.",
    "tr": "Numara|Tarih|Vade|Tutar|Açık|Önceki ücretler|Hatırlatma ücreti|Ödenecek|Hesap özeti|Metin|Tutar|Bakiye"
          "|Ödeme|İade|Ön ödeme|{day} bakiyesi|Devir|Açık borç yok.|{sum} ödemenizi rica ederiz."
          "|{sum} alacağınız var.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AccountWords:
    number: str
    date: str
    due: str
    total: str
    open: str
    fees: str
    fee: str
    to_pay: str
    statement: str
    text: str
    amount: str
    balance: str
    payment: str
    refund: str
    deposit: str
    balance_on: str
    carried: str
    nothing: str
    please: str
    credit: str


def _base(language: str) -> str:
    base = language.replace("_", "-").partition("-")[0].lower()
    return base if base in _WORDS else "en"


def words(language: str) -> AccountWords:
    """Of a language such as `pt-BR`; English where it is not known."""
    return AccountWords(*_WORDS[_base(language)].split("|"))


def reminder(level: int, language: str) -> tuple[str, str]:
    """Subject and text of one of the three letters."""
    return _REMINDERS[_base(language)][level - 1]


LANGUAGES = tuple(_WORDS)
