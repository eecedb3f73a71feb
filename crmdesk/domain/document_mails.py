"""What stands in the e-mail that a document is sent with, in the language of the customer."""

from collections.abc import Mapping
from dataclasses import dataclass

KINDS = ("quote", "order", "delivery", "invoice", "credit")
_ALL = {
    "en": (
        "Kind regards,",
        (
            "Please find attached our quote {{number}} for {{total}}."
            "{{#valid_until}} It is good until {{valid_until}}.{{/valid_until}}"
            "\n\nIf anything is open, we are glad to answer it. We look forward to hearing from you."
        ),
        "Thank you for your order. Please find attached its confirmation {{number}}.",
        "Please find attached the delivery note {{number}}.",
        (
            "Please find attached our invoice {{number}} for {{total}}. It is due on {{due_on}}."
            "\n\nThank you for your business."
        ),
        "Please find attached the credit note {{number}} for {{total}}.",
    ),
    "de": (
        "Mit freundlichen Grüßen",
        (
            "anbei erhalten Sie unser Angebot {{number}} über {{total}}."
            "{{#valid_until}} Es gilt bis {{valid_until}}.{{/valid_until}}"
            "\n\nFür Fragen stehen wir Ihnen gerne zur Verfügung und freuen uns auf Ihre Antwort."
        ),
        "vielen Dank für Ihren Auftrag. Anbei erhalten Sie unsere Auftragsbestätigung {{number}}.",
        "anbei erhalten Sie den Lieferschein {{number}}.",
        (
            "anbei erhalten Sie unsere Rechnung {{number}} über {{total}}, fällig am {{due_on}}."
            "\n\nVielen Dank für Ihr Vertrauen."
        ),
        "anbei erhalten Sie die Gutschrift {{number}} über {{total}}.",
    ),
    "fr": (
        "Cordialement,",
        (
            "Veuillez trouver ci-joint notre devis {{number}} d’un montant de {{total}}"
            "{{#valid_until}}, valable jusqu’au {{valid_until}}{{/valid_until}}."
            "\n\nNous restons à votre disposition pour toute question."
        ),
        "Nous vous remercions de votre commande. Veuillez trouver ci-joint sa confirmation {{number}}.",
        "Veuillez trouver ci-joint le bon de livraison {{number}}.",
        (
            "Veuillez trouver ci-joint notre facture {{number}} d’un montant de {{total}}, à régler avant le "
            "{{due_on}}."
            "\n\nNous vous remercions de votre confiance."
        ),
        "Veuillez trouver ci-joint l’avoir {{number}} d’un montant de {{total}}.",
    ),
    "es": (
        "Un cordial saludo,",
        (
            "Le adjuntamos nuestro presupuesto {{number}} por {{total}}"
            "{{#valid_until}}, válido hasta el {{valid_until}}{{/valid_until}}."
            "\n\nQuedamos a su disposición para cualquier consulta."
        ),
        "Muchas gracias por su pedido. Le adjuntamos la confirmación {{number}}.",
        "Le adjuntamos el albarán {{number}}.",
        (
            "Le adjuntamos nuestra factura {{number}} por {{total}}, con vencimiento el {{due_on}}."
            "\n\nMuchas gracias por su confianza."
        ),
        "Le adjuntamos la factura rectificativa {{number}} por {{total}}.",
    ),
    "pt": (
        "Atenciosamente,",
        (
            "Segue em anexo o nosso orçamento {{number}} no valor de {{total}}"
            "{{#valid_until}}, válido até {{valid_until}}{{/valid_until}}."
            "\n\nFicamos à disposição para qualquer dúvida."
        ),
        "Muito obrigado pelo seu pedido. Segue em anexo a confirmação {{number}}.",
        "Segue em anexo a nota de entrega {{number}}.",
        (
            "Segue em anexo a nossa fatura {{number}} no valor de {{total}}, com vencimento em {{due_on}}."
            "\n\nMuito obrigado pela confiança."
        ),
        "Segue em anexo a nota de crédito {{number}} no valor de {{total}}.",
    ),
    "it": (
        "Cordiali saluti,",
        (
            "In allegato trova il nostro preventivo {{number}} di {{total}}"
            "{{#valid_until}}, valido fino al {{valid_until}}{{/valid_until}}."
            "\n\nRestiamo a disposizione per qualsiasi domanda."
        ),
        "Grazie per il Suo ordine. In allegato trova la conferma {{number}}.",
        "In allegato trova il documento di trasporto {{number}}.",
        (
            "In allegato trova la nostra fattura {{number}} di {{total}}, con scadenza il {{due_on}}."
            "\n\nGrazie per la fiducia."
        ),
        "In allegato trova la nota di credito {{number}} di {{total}}.",
    ),
    "nl": (
        "Met vriendelijke groet,",
        (
            "Bijgaand ontvangt u onze offerte {{number}} van {{total}}"
            "{{#valid_until}}, geldig tot {{valid_until}}{{/valid_until}}."
            "\n\nHebt u vragen, dan beantwoorden wij die graag."
        ),
        "Hartelijk dank voor uw bestelling. Bijgaand ontvangt u de orderbevestiging {{number}}.",
        "Bijgaand ontvangt u de pakbon {{number}}.",
        (
            "Bijgaand ontvangt u onze factuur {{number}} van {{total}}, te betalen voor {{due_on}}."
            "\n\nHartelijk dank voor uw vertrouwen."
        ),
        "Bijgaand ontvangt u de creditnota {{number}} van {{total}}.",
    ),
    "ru": (
        "С уважением,",
        (
            "Направляем Вам наше предложение {{number}} на сумму {{total}}."
            "{{#valid_until}} Оно действительно до {{valid_until}}.{{/valid_until}}"
            "\n\nБудем рады ответить на Ваши вопросы."
        ),
        "Благодарим Вас за заказ. Направляем его подтверждение {{number}}.",
        "Направляем Вам накладную {{number}}.",
        ("Направляем Вам счёт {{number}} на сумму {{total}}. Срок оплаты: {{due_on}}.\n\nБлагодарим Вас за доверие."),
        "Направляем Вам кредит-ноту {{number}} на сумму {{total}}.",
    ),
    "tr": (
        "Saygılarımızla,",
        (
            "{{total}} tutarındaki {{number}} numaralı teklifimiz ektedir. "
            "{{#valid_until}}Teklifimiz {{valid_until}} tarihine kadar "
            "geçerlidir.{{/valid_until}}\n\nSorularınızı memnuniyetle yanıtlarız."
        ),
        "Siparişiniz için teşekkür ederiz. {{number}} numaralı sipariş onayı ektedir.",
        "{{number}} numaralı irsaliye ektedir.",
        (
            "{{total}} tutarındaki {{number}} numaralı faturamız ektedir. Son ödeme tarihi: {{due_on}}."
            "\n\nGüveniniz için teşekkür ederiz."
        ),
        "{{total}} tutarındaki {{number}} numaralı iade faturası ektedir.",
    ),
}


@dataclass(frozen=True, slots=True)
class MailText:
    """With places such as `{{number}}`, as `domain.merge` fills them."""

    subject: str
    text: str


def stock(kind: str, language: str) -> MailText:
    """Of a language such as `pt-BR`; English where it is not known."""
    close, *texts = _ALL.get(base(language), _ALL["en"])
    text = texts[KINDS.index(kind)]
    return MailText("{{document}} {{number}}", f"{{{{salutation}}}}\n\n{text}\n\n{close}\n{{{{own.name}}}}")


def base(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()


def generalised(text: str, values: Mapping[str, str]) -> str:
    """A text that was written for one, with places instead of what holds for this one only; the longest first."""
    known = {value: key for key, value in values.items() if len(value) > 1}
    for value in sorted(known, key=len, reverse=True):
        text = text.replace(value, f"{{{{{known[value]}}}}}")
    return text
